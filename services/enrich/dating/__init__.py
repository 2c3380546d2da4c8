"""Dates in the body, and what they mean."""
