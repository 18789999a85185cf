"""Diagrams, forms, workers and messages agree with each other."""
