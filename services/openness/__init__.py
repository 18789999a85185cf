"""What the public may know of complaint handling: numbers without small groups, and the office itself."""
