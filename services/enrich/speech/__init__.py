"""Who says what, and what is only alleged."""
