"""The last key given out; one row."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeyCounter:
    """Written with every batch that drew a key, so that no key is given out twice."""

    key: int
    last_key: int
