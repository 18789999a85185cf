"""Which rows of the look a person is shown: those of tasks that are still open, and none of cases to keep away from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, func, or_, select

from models.case.lifecycle import TaskState
from models.case.task import Task
from models.office.standstill import Standstill, StandstillKind, StandstillLook
from services.access.find_exclusion import find_exclusions
from services.unit_of_work import Unit

# Longer than a look of a full office takes with its rest; then the workers are away.
LOOKS_WITHIN = timedelta(minutes=5)
_OF_TASKS = (StandstillKind.TASK, StandstillKind.FORM)

# Key and case of a row.
Place = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Age:
    """By the machine's clock; `is_stale`: the workers should have looked again since."""

    seconds: float
    is_stale: bool


def list_places(kind: StandstillKind | None, limit: int, unit: Unit) -> Sequence[Place]:
    """The oldest first, of one kind or of all that stand on the page of what nobody can do."""
    query = (
        select(Standstill.key, Standstill.complaint_id)
        .outerjoin(Task, Task.user_task_key == Standstill.key)
        .where(_stands_yet())
        .order_by(Standstill.since, Standstill.key)
        .limit(limit)
    )
    is_shown = Standstill.kind != StandstillKind.INCIDENT if kind is None else Standstill.kind == kind
    query = query.where(is_shown)
    return [(key, complaint_id) for key, complaint_id in unit.session.execute(query)]


def keep_visible(places: Sequence[Place], login: str, unit: Unit) -> Collection[Place]:
    """Those that are not of a case from which the person must keep away."""
    cases = {complaint_id for _, complaint_id in places if complaint_id is not None}
    barred = find_exclusions(cases, login, unit)
    return frozenset(place for place in places if place[1] not in barred)


def find_age(unit: Unit) -> Age | None:
    """How old the figures are: since the kind that was not looked for the longest was; None before the first look."""
    looked_at = unit.session.scalar(select(func.min(StandstillLook.looked_at)))
    if looked_at is None:
        return None
    age = unit.ports.system_clock.now() - looked_at
    return Age(age.total_seconds(), age > LOOKS_WITHIN)


def _stands_yet() -> ColumnElement[bool]:
    """A task that somebody ended since the look stands no more."""
    return or_(Standstill.kind.not_in(_OF_TASKS), Task.state == TaskState.OPEN)
