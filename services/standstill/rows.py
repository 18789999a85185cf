"""Which rows of the look a person is shown: those of tasks that are still open, and none of cases to keep away from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, func, literal, null, or_, select, union_all

from models.case.lifecycle import TaskState
from models.case.task import Task
from models.office.standstill import Standstill, StandstillKind, StandstillLook
from services.access.find_exclusion import find_exclusions
from services.unit_of_work import Unit

# Longer than a look of a full office takes with its rest; then the workers are away.
LOOKS_WITHIN = timedelta(minutes=5)
# Database and engine are compared each night, and that has a time of its own; the store is looked at while it is strange.
_LOOKED_OFTEN = StandstillLook.kind.not_in((StandstillKind.ASTRAY, StandstillKind.STORE))
_OF_TASKS = (StandstillKind.TASK, StandstillKind.FORM)

# Key and case of a row.
Place = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Age:
    """By the machine's clock; `is_stale`: the workers should have looked again since."""

    seconds: float
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """The oldest first, at most as many of each as were asked for: what nobody can do, and incidents; and the figures' age."""

    things: Sequence[Place]
    incidents: Sequence[Place]
    age: Age | None


def read_standing(limit: int, unit: Unit) -> Standing:
    """In one question: the frame of every page asks for all of it."""
    is_incident = Standstill.kind == StandstillKind.INCIDENT
    looked = select(literal(""), null(), func.min(StandstillLook.looked_at), null()).where(_LOOKED_OFTEN)
    # Any: a row of each part, typed where it is read
    found: CompoundSelect[*tuple[Any, ...]] = union_all(
        _oldest(~is_incident, limit), _oldest(is_incident, limit), looked
    )
    rows = unit.session.execute(found).all()
    places: dict[bool, list[Place]] = {False: [], True: []}
    for key, complaint_id, _, kind in sorted(
        (row for row in rows if row[0]), key=lambda row: (row[2], row[0])
    ):
        places[kind is StandstillKind.INCIDENT].append((key, complaint_id))
    looked_at = next(since for key, _, since, _ in rows if not key)
    return Standing(places[False], places[True], _age_of(looked_at, unit))


def list_places(kind: StandstillKind, limit: int, unit: Unit) -> Sequence[Place]:
    """The oldest of one kind first, at most as many."""
    rows = unit.session.execute(_oldest(Standstill.kind == kind, limit))
    found = sorted(rows, key=lambda row: (row[2], row[0]))
    return [(key, complaint_id) for key, complaint_id, *_ in found]


def _oldest(is_shown: ColumnElement[bool], limit: int) -> Select[str, str | None, datetime, StandstillKind]:
    rows = (
        select(Standstill.key, Standstill.complaint_id, Standstill.since, Standstill.kind)
        .outerjoin(Task, Task.user_task_key == Standstill.key)
        .where(_stands_yet(), is_shown)
        .order_by(Standstill.since, Standstill.key)
        .limit(limit)
        .subquery()
    )
    return select(rows)


def keep_visible(places: Sequence[Place], login: str, unit: Unit) -> Collection[Place]:
    """Those that are not of a case from which the person must keep away."""
    cases = {complaint_id for _, complaint_id in places if complaint_id is not None}
    barred = find_exclusions(cases, login, unit)
    return frozenset(place for place in places if place[1] not in barred)


def find_age(unit: Unit) -> Age | None:
    """How old the figures are: since the kind that was not looked for the longest was; None before the first look."""
    return _age_of(unit.session.scalar(select(func.min(StandstillLook.looked_at)).where(_LOOKED_OFTEN)), unit)


def _age_of(looked_at: datetime | None, unit: Unit) -> Age | None:
    if looked_at is None:
        return None
    age = unit.ports.system_clock.now() - looked_at
    return Age(age.total_seconds(), age > LOOKS_WITHIN)


def _stands_yet() -> ColumnElement[bool]:
    """A task that somebody ended since the look stands no more."""
    return or_(Standstill.kind.not_in(_OF_TASKS), Task.state == TaskState.OPEN)
