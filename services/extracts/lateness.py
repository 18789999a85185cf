"""Which limit was missed, by how much, and what the supervisor says of it."""

from dataclasses import dataclass
from datetime import datetime

from models.beside.supervision import Supervision
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.clock.time_limit_policy import TimeLimitPolicy
from services.extracts.part import Part
from services.extracts.scene import Scene
from services.requests.find_request_of import find_request_of
from services.tasks.extract import Extract


@dataclass(frozen=True, slots=True)
class MissedLimit:
    """`met_at` is when it was met after all, None while it still runs; `seconds_over` is to then, or to now."""

    kind: ClockKind
    due_at: datetime
    met_at: datetime | None
    seconds_over: float
    basis: str


@dataclass(frozen=True, slots=True)
class Lateness:
    """`limit` is None where a supervisor named no limit and wrote why instead."""

    row: Supervision
    limit: MissedLimit | None


def read(scene: Scene) -> Lateness | None:
    """Of the supervision that the task works on; None for an act."""
    instance = scene.task.process_instance_key if scene.task is not None else None
    row = find_request_of(Supervision, instance, scene.complaint.id, scene.unit)
    return None if row is None else Lateness(row, _limit(row, scene))


def _limit(row: Supervision, scene: Scene) -> MissedLimit | None:
    clock = scene.unit.session.get(Clock, row.late_clock_id) if row.late_clock_id is not None else None
    if clock is None:
        return None
    until = clock.stopped_at or scene.unit.clock.now()
    policy = scene.unit.session.get_one(TimeLimitPolicy, clock.policy_id)
    over = (until - clock.due_at).total_seconds()
    return MissedLimit(clock.kind, clock.due_at, clock.stopped_at, over, policy.basis)


PART = Part(name=Extract.LATENESS, read=read, instead_of=frozenset({"explanation", "measures"}))
