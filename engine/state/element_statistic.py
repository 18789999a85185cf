"""Counters per element of a process definition, over all its instances."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CountedEnd:
    """What an ended element is counted under; `counter` is `completed` or `canceled`."""

    process_definition_key: int
    element_id: str
    counter: str


@dataclass(frozen=True, slots=True)
class ElementStatistic:
    """Exact numbers kept in the transaction of the rows they count."""

    key: int
    process_definition_key: int
    element_id: str
    active: int = 0
    completed: int = 0
    canceled: int = 0
    incidents: int = 0
