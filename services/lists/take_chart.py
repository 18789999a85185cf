"""The numbers of a chart taken away as a table: who took it and what for is on record before its first row leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.ground.codes import Role
from services.actor import Actor, require_role
from services.lists.case_table import EXPORTED, TableFormat, check_purpose
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TakeChart:
    """Which chart by its code, of how many rows, narrowed by which codes and days."""

    chart: str
    rows: int
    purpose: str
    asked: Mapping[str, str] = field(default_factory=dict)


def take_chart(command: TakeChart, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Put it on record; InvalidInput on `purpose`, NotPermitted for whoever is not told figures."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    payload = {
        "what": "chart",
        "chart": command.chart,
        "format": TableFormat.CSV.value,
        "number": command.rows,
        "purpose": check_purpose(command.purpose),
        "filter": dict(command.asked),
    }
    with unit_of_work as unit:
        unit.trail.add(None, EXPORTED, payload, actor)
