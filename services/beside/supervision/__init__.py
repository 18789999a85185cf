"""Supervision (督办) of a late or neglected case."""
