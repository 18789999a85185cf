"""The trail as an auditor reads it: who did what when, of which case by its number, without a word of any case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select, union_all

from models.case.complaint import Complaint
from models.clock.legal_time import at_time
from models.ground.codes import Role
from models.ledger.trail_event import TrailEvent
from services.actor import Actor, ActorKind, require_role
from services.audit.event_about import EventAbout, map_abouts
from services.audit.event_groups import EventGroup, kinds_of
from services.office.people_names import map_people_names
from services.office.unit_options import map_unit_names
from services.unit_of_work import Unit, UnitOfWork

PAGE = 100
MOST_NO = 2**31 - 1
_SIGNED_IN = "account.signed_in"
# What no row has: an unknown number, or a kind that is not of the group.
_NONE = ""


@dataclass(frozen=True, slots=True)
class FindEvents:
    """What narrows the list, empty for nothing: `actor` as the trail has it, `number` of a case, days of Beijing.

    `before` is the row before which the page begins.
    """

    group: EventGroup | None = None
    kind: str = ""
    actor: str = ""
    number: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event; `number` of its case, None for the office itself; `about` where it is about an account or a diagram."""

    seq: int
    at: datetime
    actor: str
    kind: str
    number: str | None
    about: EventAbout | None

    @property
    def is_before_sign_in(self) -> bool:
        """Whoever did something to an account was not signed in yet: the trail has no name of his."""
        return self.kind.startswith("account.") and self.actor == ActorKind.CITIZEN


@dataclass(frozen=True, slots=True)
class EventList:
    """The newest first; `before` leads to the next page, None on the last; `people` and `units` by login and code."""

    rows: tuple[EventRow, ...]
    before: int | None
    people: Mapping[str, str]
    units: Mapping[str, str]


def list_trail(command: FindEvents, unit_of_work: UnitOfWork, actor: Actor) -> EventList:
    """A page of the events that match. NotPermitted for who is no auditor."""
    require_role(actor, Role.AUDITOR)
    with unit_of_work.reading() as unit:
        query = (
            select(TrailEvent.seq, TrailEvent.at, TrailEvent.actor, TrailEvent.kind, Complaint.number)
            .outerjoin(Complaint, Complaint.id == TrailEvent.complaint_id)
            .where(*_choose(command, unit))
            .order_by(TrailEvent.seq.desc())
            .limit(PAGE + 1)
        )
        found = unit.session.execute(query).all()
        shown = found[:PAGE]
        abouts = map_abouts({row.seq: row.kind for row in shown}, unit)
        rows = tuple(
            EventRow(seq, at, _actor_of(kind, who, abouts.get(seq)), kind, number, abouts.get(seq))
            for seq, at, who, kind, number in shown
        )
        return EventList(
            rows,
            rows[-1].seq if len(found) > PAGE else None,
            map_people_names(unit),
            map_unit_names(unit),
        )


def _actor_of(kind: str, actor: str, about: EventAbout | None) -> str:
    """Whoever signed in is told as who did it: before that the request had nobody's name."""
    if kind != _SIGNED_IN or about is None:
        return actor
    return about.staff_id or actor


def _choose(command: FindEvents, unit: Unit) -> list[ColumnElement[bool]]:
    """Which rows: of named kinds the newest of each, found by its index, so that rare ones are not looked for row by row."""
    asked = _conditions(command, unit)
    kinds = set(kinds_of(command.group)) if command.group else {command.kind}
    if command.kind:
        kinds &= {command.kind}
    if not (command.group or command.kind):
        return asked
    newest = [
        select(
            select(TrailEvent.seq)
            .where(TrailEvent.kind == kind, *asked)
            .order_by(TrailEvent.seq.desc())
            .limit(PAGE + 1)
            .subquery()
            .c.seq
        )
        for kind in sorted(kinds or {_NONE})
    ]
    return [TrailEvent.seq.in_(union_all(*newest))]


def _conditions(command: FindEvents, unit: Unit) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if command.actor:
        asked.append(TrailEvent.actor == command.actor)
    if command.number:
        case = unit.session.scalar(select(Complaint.id).where(Complaint.number == command.number))
        asked.append(TrailEvent.complaint_id == (case or _NONE))
    if command.since is not None:
        asked.append(TrailEvent.at >= at_time(command.since, "00:00"))
    if command.until is not None:
        asked.append(TrailEvent.at < at_time(command.until + timedelta(days=1), "00:00"))
    if command.before is not None:
        asked.append(TrailEvent.seq < command.before)
    return asked
