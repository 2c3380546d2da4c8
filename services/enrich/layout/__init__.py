"""What stands around the body of an article, and when it was published."""
