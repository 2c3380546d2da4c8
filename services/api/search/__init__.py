"""The search index: built, followed, asked."""
