"""An administrator, or a superior, records that somebody goes on leave or leaves the office, and who goes on with the work."""

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.clock.legal_time import beijing_date, parse_any_day
from models.ground.codes import APART_ROLES, Role
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.ids import new_id
from models.office.absence import Absence
from models.office.absence_move import AbsenceMove
from models.office.staff import Staff
from services.absence.give_back import give_back
from services.absence.hand_over import hand_over
from services.access.absence_rights import may_record_for
from services.actor import Actor, staff_id_of
from services.office.deputies import is_at_work
from services.office.sole_roles import is_last_administrator
from services.unit_of_work import Unit, UnitOfWork

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class RecordAbsence:
    """Who, from which day, until which (ISO, empty for a departure), and who stands in or succeeds.

    `seen` is the mark of the preview that was confirmed (preview_absence.py), None where nobody looked at one.
    """

    staff_id: str
    is_departure: bool
    from_day: str
    until_day: str
    stand_in_id: str
    reason: str = ""
    seen: str | None = None


def record_absence(command: RecordAbsence, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the absence; one that begins today hands the work over at once.

    NotPermitted for who is neither administrator nor above the person, InvalidInput by field, Conflict("MOVES_CHANGED")
    when today's tasks go otherwise than the confirmed preview said: then nothing is done.
    """
    with unit_of_work as unit:
        row = begin_absence(command, unit, actor)
        if command.seen is not None and row.handed_over_at and command.seen != mark_of(row.id, unit):
            raise Conflict(code="MOVES_CHANGED")
        return row.id


def begin_absence(command: RecordAbsence, unit: Unit, actor: Actor) -> Absence:
    """The same in the caller's unit, without comparing it with a preview."""
    login = staff_id_of(actor)
    today = beijing_date(unit.clock.now())
    _require_above(command.staff_id, actor, unit)
    _check(command, today, unit)
    row = Absence(
        id=new_id(),
        staff_id=command.staff_id,
        stand_in_id=command.stand_in_id,
        is_departure=command.is_departure,
        from_day=date.fromisoformat(command.from_day),
        until_day=None if command.is_departure else date.fromisoformat(command.until_day),
        reason=command.reason.strip() or None,
        recorded_by=login,
        recorded_at=unit.clock.now(),
    )
    unit.session.add(row)
    unit.session.flush()
    payload: dict[str, object] = {
        "absence_id": row.id,
        "staff_id": row.staff_id,
        "stand_in_id": row.stand_in_id,
        "is_departure": row.is_departure,
        "from_day": command.from_day,
    }
    unit.trail.add(None, "absence.recorded", payload, actor)
    if row.from_day <= today:
        hand_over(row, unit, actor)
    return row


def mark_of(absence_id: str, unit: Unit) -> str:
    """One digest over the tasks that an absence moved and to whom."""
    query = select(AbsenceMove.user_task_key, AbsenceMove.to).where(
        AbsenceMove.absence_id == absence_id, AbsenceMove.is_back.is_(False)
    )
    moves = sorted((key, to or "") for key, to in unit.session.execute(query))
    return hashlib.sha256(repr(moves).encode()).hexdigest()


def end_absence(absence_id: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Somebody is back before the day, or does not go; NotFound for one that has ended and for a departure that happened."""
    with unit_of_work as unit:
        row = unit.session.get(Absence, absence_id)
        if row is None or row.ended_at is not None or (row.is_departure and row.handed_over_at is not None):
            raise NotFound
        _require_above(row.staff_id, actor, unit)
        give_back(row, unit, actor)


def _require_above(staff_id: str, actor: Actor, unit: Unit) -> None:
    staff = unit.session.get(Staff, staff_id)
    if staff is None:
        raise InvalidInput({"staff_id": "REQUIRED" if not staff_id else "NOT_AN_OPTION"})
    if not may_record_for(staff, actor, unit):
        raise NotPermitted


def _check(command: RecordAbsence, today: date, unit: Unit) -> None:
    errors = _check_days(command, today)
    staff = unit.session.get_one(Staff, command.staff_id)
    stand_in = unit.session.get(Staff, command.stand_in_id) if command.stand_in_id else None
    if command.is_departure and is_last_administrator(staff, unit):
        errors["staff_id"] = "LAST_ADMINISTRATOR"
    open_one = select(Absence.id).where(Absence.staff_id == staff.login, Absence.ended_at.is_(None))
    if not staff.active:
        errors["staff_id"] = "NOT_ACTIVE_STAFF"
    elif unit.session.scalars(open_one).first() is not None:
        errors["staff_id"] = "AWAY_ALREADY"
    if not command.stand_in_id:
        errors["stand_in_id"] = "REQUIRED"
    elif stand_in is None or not is_at_work(stand_in) or stand_in.login == command.staff_id:
        errors["stand_in_id"] = "NOT_AN_OPTION"
    elif APART_ROLES.intersection(stand_in.roles) or (
        Role.ADMINISTRATOR in stand_in.roles and Role.ADMINISTRATOR not in staff.roles
    ):
        # Whoever stands in acts with the roles of the one who is away: cases would open to who keeps the accounts.
        errors["stand_in_id"] = "NOT_AN_OPTION"
    if len(command.reason) > LONGEST_REASON:
        errors["reason"] = "TOO_LONG"
    if errors:
        raise InvalidInput(errors)


def _check_days(command: RecordAbsence, today: date) -> dict[str, str]:
    days: dict[str, date] = {}
    errors: dict[str, str] = {}
    asked = ("from_day",) if command.is_departure else ("from_day", "until_day")
    for name in asked:
        text = getattr(command, name)
        try:
            days[name] = parse_any_day(text)
        except ValueError:
            errors[name] = "NOT_A_DATE" if text else "REQUIRED"
    if not errors and days["from_day"] < today:
        errors["from_day"] = "DATE_PASSED"
    if not errors and days.get("until_day", days["from_day"]) < days["from_day"]:
        errors["until_day"] = "DATE_PASSED"
    return errors
