"""What a kind of thing that pages of the office decide says of its user tasks (ADR 0275)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from services.ports.engine import EngineTask, InstanceEnd
from services.unit_of_work import Unit


class Verdict(StrEnum):
    """`list`: people are asked. `end`: nothing waits for it any more. `leave`: it is none of ours to end."""

    LIST = "list"
    END = "end"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Judged:
    """`unit`: whose people alone are asked, None for the whole office; `due_at`: when an answer is due."""

    verdict: Verdict
    unit: str | None = None
    due_at: datetime | None = None


class OfficeKeeper(Protocol):
    """One kind of thing; `pages` decide its tasks, each task one page. `of_second`: of a second open task of one page."""

    @property
    def pages(self) -> frozenset[str]:
        """Names of bpmn/pages.py."""

    @property
    def of_second(self) -> Verdict:
        """An owner's diagram may ask twice; the first stays."""

    def list_waiting(self, unit: Unit) -> frozenset[str]:
        """Instances in which something of this kind waits for a task: without one, each look asks whether they ended."""

    def list_begun(self, unit: Unit) -> frozenset[str]:
        """Instances in which something of this kind stands at all, at a timer too."""

    def list_unbegun(self, unit: Unit) -> frozenset[str]:
        """Ids of what waits for its process to begin."""

    def begin_anew(self, subject_ids: Collection[str], unit: Unit) -> None:
        """Of these what still waits for that: by another message, since the engine that took the one before has lost it."""

    def lock(self, subject_ids: Collection[str], ended: Collection[str], unit: Unit) -> Sequence[object]:
        """Rows of these, and of what waits in instances that ended, locked in the order in which everybody locks them.

        While somebody holds them, the session reads none of them again.
        """

    def judge(self, subject_id: str | None, task: EngineTask, unit: Unit) -> Judged:
        """What is to become of a task about this; None where the task does not say what it is about."""

    def let_go(self, ended: Mapping[str, InstanceEnd], unit: Unit) -> None:
        """What waited in instances that ended waits in none."""
