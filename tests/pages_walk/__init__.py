"""Every page of a whole office, read as a person reads it."""
