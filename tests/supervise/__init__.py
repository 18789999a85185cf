"""The supervisor against real processes."""
