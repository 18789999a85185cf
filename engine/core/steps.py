"""What still has to happen within one command: the queue that replaces recursion."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class StepKind(StrEnum):
    """Each is a function of `life_cycle.py`."""

    ACTIVATE = "activate"
    COMPLETE = "complete"
    TERMINATE = "terminate"
    CHILD_ENDED = "child ended"
    RETRY = "retry"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do with one element instance; skipped when that has ended or moved on meanwhile.

    `gateway_id` is only there for a join in the scope that the element instance is.
    """

    kind: StepKind
    element_instance_key: int
    gateway_id: str = ""
