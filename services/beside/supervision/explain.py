"""The handler's explanation of a delay; the supervision's own limit is met by it."""

from dataclasses import dataclass
from datetime import date

from models.beside.supervision import Supervision
from models.case.lifecycle import ClockStopReason
from services.actor import Actor
from services.casefile.addendum import enter_addendum
from services.requests.request_rows import require_open, stop_own_clock
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class ExplainDelay:
    """Why it is late, what is done about it and by when."""

    reason: str
    measures: str
    planned_on: date | None = None


def explain(row: Supervision, command: ExplainDelay, unit: Unit, actor: Actor) -> None:
    """Record the explanation; Conflict("REQUEST_ENDED") for a supervision that is closed."""
    require_open(row)
    row.explanation, row.measures, row.planned_on = command.reason, command.measures, command.planned_on
    row.explained_by, row.explained_at = actor.name, unit.clock.now()
    stop_own_clock(row.own_clock_id, ClockStopReason.EXPLAINED, unit)
    unit.trail.add(row.complaint_id, "supervision.explained", {"supervision_id": row.id}, actor)
    enter_addendum(row.complaint_id, f"督办第{row.no}号的说明", unit, actor)
