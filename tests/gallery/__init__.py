"""No tests: every page of an office as pictures, in both widths (`make shots`)."""
