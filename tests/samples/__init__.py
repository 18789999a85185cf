"""Samples that tests compare with."""
