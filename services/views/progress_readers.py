"""Who looked at a complaint, as its complainant reads it after one more proof: office, purpose, time, never a person (N6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bpmn.names import DisposalElement, FeedbackElement, IntakeElement, InvestigationElement
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.look_codes import SEEN, LookPurpose, read_purpose
from models.ledger.look_record import LookRecord
from services.office.unit_options import map_unit_names
from services.unit_of_work import Unit
from services.views.filed_forms import list_element_names

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
# Steps that every complaint goes through. That one of the others is under way is told where the law has it told.
_TOLD_ELEMENTS = frozenset(
    element.value
    for stage in (IntakeElement, InvestigationElement, DisposalElement, FeedbackElement)
    for element in stage
)
_OTHER_WORK = "other"
_MOST = 2_000  # rows of one case; the newest


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """Looks of one office for one purpose on one Beijing day: the first and the last of them; `office` None for one of no unit.

    `purpose` is None where nothing on record shows one, and `work` says then what its people do. Of a task of the stages
    `element` and what its diagram calls it; the other tasks are told as work on the complaint alone.
    """

    office: str | None
    purpose: LookPurpose | None
    element: str
    step: str
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
        select(LookRecord.unit, LookRecord.roles, LookRecord.purpose, LookRecord.minute)
        .where(LookRecord.complaint_id == complaint_id, LookRecord.kind.in_(SEEN))
        .order_by(LookRecord.seq.desc())
        .limit(_MOST)
    )
    offices, steps = map_unit_names(unit), list_element_names(complaint_id, unit)
    found: dict[tuple[object, ...], ReadingLine] = {}
    for code, roles, told, minute in unit.session.execute(query):
        office, (purpose, element) = offices.get(code or ""), read_purpose(told)
        element = element if element in _TOLD_ELEMENTS else ""
        work = _name_work(roles) if purpose is None else ""
        key = (beijing_date(minute), office, purpose, element, work)
        last_at = found[key].last_at if key in found else minute
        step = steps.get(element, "")
        found[key] = ReadingLine(office, purpose, element, step, work, min(minute, last_at), last_at)
    return Readings(tuple(found.values()), _find_since(unit))


def _name_work(roles: str) -> str:
    held = roles.split(",")
    return next((role.value for role in _WORK if role.value in held), _OTHER_WORK)


def _find_since(unit: Unit) -> datetime | None:
    return unit.session.scalar(select(LookRecord.minute).order_by(LookRecord.seq).limit(1))
