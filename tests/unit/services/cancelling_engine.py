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
    """The two questions of the port that are asked here; `named`: what the variables of instances say, forgotten of others."""

    cancelled: frozenset[str] = frozenset()
    completed: frozenset[str] = frozenset()
    named: dict[str, str] = field(default_factory=dict)
    asked: list[list[str]] = field(default_factory=list)

    def list_ended_instances(self, process_instance_keys: Sequence[str]) -> dict[str, InstanceEnd]:
        self.asked.append(list(process_instance_keys))
        ended = dict.fromkeys(self.cancelled, InstanceEnd.CANCELLED)
        ended |= dict.fromkeys(self.completed, InstanceEnd.COMPLETED)
        return {key: end for key, end in ended.items() if key in process_instance_keys}

    def map_values(self, name: str, process_instance_keys: Sequence[str]) -> dict[str, str]:
        return {key: self.named[key] for key in process_instance_keys if key in self.named}


def look(office: FullOffice, engine: CancellingEngine) -> int:
    """One round of the step."""
    return notice_ends_step(office.unit_of_work, cast(ProcessEngine, engine))
