"""Who applies commands: one handler per command, and the pure core around them; no I/O and no clock in here."""
