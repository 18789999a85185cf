"""Documents say what is there."""
