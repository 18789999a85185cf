"""Requests beside the way of a case: what is open, its windows, and how it ends."""
