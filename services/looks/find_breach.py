"""Whose data an account saw in a time: what must be known before people are told of a leak (PIPL article 57)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.ground.errors import NotFound
from models.ground.look_codes import SEEN, LookKind
from models.ledger.look_record import LookRecord
from models.office.staff import Staff
from services.actor import Actor
from services.unit_of_work import Unit, UnitOfWork

LISTED = "looks.listed"


@dataclass(frozen=True, slots=True)
class FindBreach:
    """From which moment on, and of whom; everybody without a login."""

    since: datetime
    login: str | None = None


@dataclass(frozen=True, slots=True)
class SeenThing:
    """What one account saw, how often (minutes), first and last; `number` is None of what belongs to no case."""

    viewer: str
    kind: LookKind
    number: str | None
    thing: str
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Breach:
    """By account, case and kind; `recorded_since` is the first look that there is: nothing is known of before."""

    rows: tuple[SeenThing, ...]
    recorded_since: datetime | None


def find_breach(command: FindBreach, unit_of_work: UnitOfWork, actor: Actor) -> Breach:
    """The list, which is on the trail when it is returned; NotFound for a login that nobody has or had."""
    with unit_of_work.reading() as unit:
        if command.login is not None and unit.session.get(Staff, command.login) is None:
            raise NotFound
        found = Breach(tuple(_list_rows(command, unit)), _find_first(unit))
    payload = {
        "since": command.since.isoformat(),
        "account": command.login,
        "rows": len(found.rows),
        "cases": len(list_numbers(found.rows)),
    }
    with unit_of_work as unit:
        unit.trail.add(None, LISTED, payload, actor)
    return found


def list_numbers(rows: Sequence[SeenThing]) -> list[str]:
    """The cases among them, each once, in their order."""
    return sorted({row.number for row in rows if row.number})


def _list_rows(command: FindBreach, unit: Unit) -> list[SeenThing]:
    of = (LookRecord.viewer, LookRecord.kind, Complaint.number, LookRecord.thing)
    query = (
        select(*of, func.count(), func.min(LookRecord.minute), func.max(LookRecord.minute))
        .outerjoin(Complaint, Complaint.id == LookRecord.complaint_id)
        .where(LookRecord.minute >= command.since.replace(second=0, microsecond=0), LookRecord.kind.in_(SEEN))
        .group_by(*of)
        .order_by(*of)
    )
    if command.login is not None:
        query = query.where(LookRecord.viewer == command.login)
    return [SeenThing(*row) for row in unit.session.execute(query)]


def _find_first(unit: Unit) -> datetime | None:
    return unit.session.scalar(select(LookRecord.minute).order_by(LookRecord.seq).limit(1))
