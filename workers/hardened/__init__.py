"""Polling for and answering jobs over pyzeebe's stubs, guarded against what pyzeebe 4.7.0 loses, blocks or doubles.

Knows nothing of complaints: routes and outcomes are handed in.
"""
