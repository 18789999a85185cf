"""Commands, processes and wiring; the only floor that constructs adapters."""
