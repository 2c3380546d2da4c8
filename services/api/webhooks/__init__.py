"""What arrives, delivered to those who asked to be told."""
