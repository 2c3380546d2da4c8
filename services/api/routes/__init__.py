"""The routes of the query API, one noun in each."""
