"""What arrives on articles.enriched, told to those who listen."""
