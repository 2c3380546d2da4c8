"""Numbers: what is counted, in digits and in words."""
