"""Names in a text: the models that tag them, what stands in for a model, and the words that say what a name is."""
