"""Settings and commands."""
