"""Who looked at a complaint, as its complainant reads it after one more proof: office, work and time, never a person (N6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.look_codes import SEEN
from models.ledger.look_record import LookRecord
from services.office.unit_options import map_unit_names
from services.unit_of_work import Unit

# Of many roles the first: all of them together would tell who it is.
_WORK = (
    Role.INVESTIGATOR,
    Role.INTAKE,
    Role.APPROVER,
    Role.DIRECTOR,
    Role.SUPERVISOR,
    Role.RETURN_VISIT,
    Role.UNIT_REP,
    Role.WINDOW_STAFF,
    Role.OVERSEER,
    Role.ADMINISTRATOR,
)
_OTHER_WORK = "other"
_MOST = 2_000  # rows of one case; the newest


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """Looks of one office for one work on one Beijing day: the first and the last of them; `office` None for one of no unit."""

    office: str | None
    work: str
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Readings:
    """The newest first; `since` is when the office began to record looks, None while nobody had looked at anything."""

    lines: tuple[ReadingLine, ...]
    since: datetime | None


def list_readings(complaint_id: str, unit: Unit) -> Readings:
    """Looks of staff at this case, its files and its identity."""
    query = (
        select(LookRecord.unit, LookRecord.roles, LookRecord.minute)
        .where(LookRecord.complaint_id == complaint_id, LookRecord.kind.in_(SEEN))
        .order_by(LookRecord.seq.desc())
        .limit(_MOST)
    )
    offices = map_unit_names(unit)
    found: dict[tuple[object, ...], ReadingLine] = {}
    for code, roles, minute in unit.session.execute(query):
        office, work = offices.get(code or ""), _name_work(roles)
        key = (beijing_date(minute), office, work)
        last_at = found[key].last_at if key in found else minute
        found[key] = ReadingLine(office, work, min(minute, last_at), last_at)
    return Readings(tuple(found.values()), _find_since(unit))


def _name_work(roles: str) -> str:
    held = roles.split(",")
    return next((role.value for role in _WORK if role.value in held), _OTHER_WORK)


def _find_since(unit: Unit) -> datetime | None:
    return unit.session.scalar(select(LookRecord.minute).order_by(LookRecord.seq).limit(1))
