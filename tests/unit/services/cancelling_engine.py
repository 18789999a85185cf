"""An engine whose instances ended past this application, and the step that looks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from services.case.notice_ends import notice_ends_step
from services.ports.engine import InstanceEnd, ProcessEngine
from tests.full_office import FullOffice


@dataclass
class CancellingEngine:
    """The one question of the port that is asked here."""

    cancelled: frozenset[str] = frozenset()
    completed: frozenset[str] = frozenset()
    asked: list[list[str]] = field(default_factory=list)

    def list_ended_instances(self, process_instance_keys: Sequence[str]) -> dict[str, InstanceEnd]:
        self.asked.append(list(process_instance_keys))
        ended = dict.fromkeys(self.cancelled, InstanceEnd.CANCELLED)
        ended |= dict.fromkeys(self.completed, InstanceEnd.COMPLETED)
        return {key: end for key, end in ended.items() if key in process_instance_keys}


def look(office: FullOffice, engine: CancellingEngine) -> int:
    """One round of the step."""
    return notice_ends_step(office.unit_of_work, cast(ProcessEngine, engine))
