"""Commands, the step queue and the pure core; no I/O and no clock in here."""
