"""Whole copies of an office, and offices made of them."""
