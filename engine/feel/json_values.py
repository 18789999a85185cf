"""The border between FEEL values and variables as the engine stores them (JSON)."""

from __future__ import annotations


def to_json(value: object) -> object:
    """Return the JSON value Zeebe stores for a FEEL value."""
    raise NotImplementedError


def from_json(value: object) -> object:
    """Return the FEEL value of a stored variable."""
    raise NotImplementedError
