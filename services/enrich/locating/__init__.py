"""Places in a text: which names are places, and where these lie."""
