"""Accessibility of the pages of a running office, in a real browser."""
