"""What stands where nobody can act, kind by kind, as the last look found it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.case.complaint import Complaint
from models.ground.codes import Role
from models.office.standstill import Standstill, StandstillKind
from services.actor import Actor, require_role
from services.standstill.rows import Age, find_age, keep_visible, list_places
from services.unit_of_work import Unit, UnitOfWork
from services.views.page import MOST_COUNTED, Page, cut_page, keep

# Incidents have a page of their own.
SHOWN = tuple(kind for kind in StandstillKind if kind is not StandstillKind.INCIDENT)


@dataclass(frozen=True, slots=True)
class StandingThing:
    """`facts` as the finder of its kind tells them; `number` None for what is of no case.

    `seconds` by the machine's clock since the look that found it dates its begin.
    """

    key: str
    complaint_id: str | None
    number: str | None
    since: datetime
    seconds: float
    facts: Mapping[str, Any]  # Any: JSON of the kind's own shape, read by its part of the page


@dataclass(frozen=True, slots=True)
class StandstillPage:
    """Only kinds of which something stands; `age` as in StandstillCount."""

    groups: Mapping[StandstillKind, Page[StandingThing]]
    age: Age | None


def list_standstill(
    unit_of_work: UnitOfWork, actor: Actor, only: StandstillKind | None = None, page: int = 1
) -> StandstillPage:
    """The first page of every kind, or page `page` of one; the oldest first.

    For the supervisor and the director; NotPermitted for others. What is of cases that the person must keep away from
    is left out.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        kinds = SHOWN if only is None else (only,)
        found = {kind: _page_of(kind, login, page, unit) for kind in kinds}
        groups = {kind: things for kind, things in found.items() if things.total}
        return StandstillPage(groups, find_age(unit))


def _page_of(kind: StandstillKind, login: str, number: int, unit: Unit) -> Page[StandingThing]:
    # Twice as many as can be paged: whoever must keep away from half of them sees the others all the same.
    places = keep(list_places(kind, 2 * MOST_COUNTED, unit), lambda part: keep_visible(part, login, unit))
    cut = cut_page([key for key, _ in places], number)
    rows = {row.key: (row, number) for row, number in unit.session.execute(_rows(kind, cut.keys))}
    now = unit.ports.system_clock.now()
    things = tuple(_thing(*rows[key], now) for key in cut.keys)
    return Page(things, cut.number, cut.total, cut.has_more)


def _rows(
    kind: StandstillKind, keys: tuple[str, ...]
) -> Any:  # Any: a Select of two entities, typed where it is read
    return (
        select(Standstill, Complaint.number)
        .outerjoin(Complaint, Complaint.id == Standstill.complaint_id)
        .where(Standstill.kind == kind, Standstill.key.in_(keys))
    )


def _thing(row: Standstill, number: str | None, now: datetime) -> StandingThing:
    seconds = (now - row.since).total_seconds()
    return StandingThing(row.key, row.complaint_id, number, row.since, seconds, row.facts)
