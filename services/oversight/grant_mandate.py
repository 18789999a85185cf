"""An administrator grants a mandate; it holds for nobody before a second person has confirmed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.ground.oversight_codes import MandateState, OversightBody, OversightReach
from models.office.oversight import OversightMandate
from models.office.service_item import ServiceItem
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.actor import Actor, require_role
from services.forms.typed import only_faults, read_words
from services.once.once_per_submission import check_submission_id
from services.oversight.typed import LONGEST_NAME, read_day
from services.unit_of_work import Unit, UnitOfWork

# A mandate is for one inspection or one year; whoever needs longer is granted another.
LONGEST_DAYS = 366
MOST_CODES = 200
_SAID = (
    "staff_id",
    "kind",
    "body",
    "paper_no",
    "units",
    "items",
    "reach",
    "received_from",
    "received_until",
    "valid_from",
    "valid_until",
)


@dataclass(frozen=True, slots=True)
class GrantMandate:
    """As the form has it; without units or items all of them."""

    submission_id: str
    staff_id: str
    kind: str
    body: str
    paper_no: str
    units: Sequence[str]
    items: Sequence[str]
    received_from: str
    received_until: str
    reach: str
    valid_from: str
    valid_until: str


def grant_mandate(command: GrantMandate, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id, once a sending; InvalidInput at the fields."""
    login = require_role(actor, Role.ADMINISTRATOR)
    check_submission_id(command.submission_id)
    with unit_of_work as unit:
        row = _read(command, unit)
        known = select(OversightMandate).where(OversightMandate.submission_id == command.submission_id)
        if (sent := unit.session.scalars(known).one_or_none()) is not None:
            if any(getattr(sent, name) != getattr(row, name) for name in _SAID):
                raise InvalidInput({"submission_id": "SENT_BEFORE"})
            return sent.id
        row.id, row.submission_id, row.state = new_id(), command.submission_id, MandateState.PROPOSED
        # Whoever grants another one at the same moment waits for the number of this one.
        newest = select(OversightMandate.id).order_by(OversightMandate.no.desc()).limit(1).with_for_update()
        unit.session.scalars(newest).first()
        row.no = (unit.session.scalar(select(func.max(OversightMandate.no))) or 0) + 1
        row.granted_by, row.granted_at = login, unit.clock.now()
        unit.session.add(row)
        payload = {
            "mandate": row.no,
            "staff_id": row.staff_id,
            "kind": row.kind.value,
            "reach": row.reach.value,
            "received": [row.received_from.isoformat(), row.received_until.isoformat()],
            "valid": [row.valid_from.isoformat(), row.valid_until.isoformat()],
        }
        unit.trail.add(None, "mandate.granted", payload, actor)
        return row.id


def _read(command: GrantMandate, unit: Unit) -> OversightMandate:
    body, body_fault = read_words(command.body, LONGEST_NAME)
    paper_no, paper_fault = read_words(command.paper_no, LONGEST_NAME)
    days, faults = _read_days(command, beijing_date(unit.clock.now()))
    faults |= only_faults({"body": body_fault, "paper_no": paper_fault})
    if command.kind not in set(OversightBody):
        faults["kind"] = "REQUIRED"
    if command.reach not in set(OversightReach):
        faults["reach"] = "REQUIRED"
    faults |= _find_faults_of_rows(command, unit)
    if faults:
        raise InvalidInput(faults)
    return OversightMandate(
        staff_id=command.staff_id,
        kind=OversightBody(command.kind),
        body=body,
        paper_no=paper_no,
        units=sorted(set(command.units)),
        items=sorted(set(command.items)),
        reach=OversightReach(command.reach),
        **days,
    )


def _read_days(command: GrantMandate, today: date) -> tuple[dict[str, date], dict[str, str]]:
    days, faults = dict[str, date](), dict[str, str]()
    for name in ("received_from", "received_until", "valid_from", "valid_until"):
        day, fault = read_day(getattr(command, name))
        if day is not None:
            days[name] = day
        if fault is not None:
            faults[name] = fault
    if faults:
        return days, faults
    if days["received_until"] < days["received_from"]:
        faults["received_until"] = "ENDS_BEFORE_IT_BEGINS"
    if days["valid_until"] < days["valid_from"]:
        faults["valid_until"] = "ENDS_BEFORE_IT_BEGINS"
    elif days["valid_until"] < today:
        faults["valid_until"] = "DATE_PASSED"
    elif days["valid_until"] - days["valid_from"] > timedelta(days=LONGEST_DAYS):
        faults["valid_until"] = "MANDATE_TOO_LONG"
    return days, faults


def _find_faults_of_rows(command: GrantMandate, unit: Unit) -> dict[str, str]:
    faults: dict[str, str] = {}
    # Locked: of two sendings at once one is the repeat.
    staff = unit.session.get(Staff, command.staff_id, with_for_update=True) if command.staff_id else None
    if not command.staff_id:
        faults["staff_id"] = "REQUIRED"
    elif staff is None or not staff.active or Role.OVERSEER not in staff.roles:
        faults["staff_id"] = "NOT_AN_OPTION"
    for name, codes, column in (
        ("units", set(command.units), OrganisationUnit.code),
        ("items", set(command.items), ServiceItem.code),
    ):
        if len(codes) > MOST_CODES:
            faults[name] = "TOO_LONG"
        elif codes and len(unit.session.scalars(select(column).where(column.in_(codes))).all()) != len(codes):
            faults[name] = "NOT_AN_OPTION"
    return faults
