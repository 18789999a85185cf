"""An engine whose instances somebody cancelled past this application, and the step that looks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from services.case.close_cancelled import close_cancelled_step
from services.ports.engine import ProcessEngine
from tests.full_office import FullOffice


@dataclass
class CancellingEngine:
    """The one question of the port that is asked here."""

    cancelled: frozenset[str] = frozenset()
    asked: list[list[str]] = field(default_factory=list)

    def list_cancelled_instances(self, process_instance_keys: Sequence[str]) -> frozenset[str]:
        self.asked.append(list(process_instance_keys))
        return self.cancelled.intersection(process_instance_keys)


def look(office: FullOffice, engine: CancellingEngine) -> int:
    """One round of the step."""
    return close_cancelled_step(office.unit_of_work, cast(ProcessEngine, engine))
