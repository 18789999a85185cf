"""Faults of disk, database, store, sockets, clock, memory and processes, each on and off under load."""
