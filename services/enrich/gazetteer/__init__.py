"""The places of the world: what a name may mean, where it lies, and which of several is meant."""
