"""An administrator says who sits at a window from when, and until when; with the history of the window."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.clock.legal_time import parse_any_day
from models.ground.codes import Role
from models.ground.errors import InvalidInput, NotFound
from models.office.place_change import PlaceKind
from models.office.roster import RosterEntry
from models.office.service_window import ServiceWindow
from models.office.staff import Staff
from services.actor import Actor, require_role
from services.office.change_place import Noted, find_faults_of_reason, note_place_change
from services.unit_of_work import Unit, UnitOfWork

SEATED, SEAT_ENDED = "seated", "seat_ended"
WEEKDAYS = range(7)


@dataclass(frozen=True, slots=True)
class SeatPerson:
    """As the page sends it: `weekday` 0 (Monday) to 6, empty for every day; `valid_to` empty without end."""

    window: str
    staff_id: str
    weekday: str
    valid_from: str
    valid_to: str
    reason: str


@dataclass(frozen=True, slots=True)
class EndSeat:
    """`valid_to` is the last day of one entry of the roster."""

    window: str
    entry_id: int
    valid_to: str
    reason: str


def seat_person(command: SeatPerson, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Enter it; the same entry twice is one. NotPermitted, NotFound, InvalidInput by field."""
    require_role(actor, Role.ADMINISTRATOR)
    errors = find_faults_of_reason(command.reason)
    begins = _day("valid_from", command.valid_from, errors)
    ends = _day("valid_to", command.valid_to, errors) if command.valid_to.strip() else None
    weekday = int(command.weekday) if command.weekday in {str(day) for day in WEEKDAYS} else None
    if command.weekday and weekday is None:
        errors["weekday"] = "NOT_AN_OPTION"
    if begins is not None and ends is not None and ends < begins:
        errors["valid_to"] = "ENDS_BEFORE_IT_BEGINS"
    with unit_of_work as unit:
        window = _get_window(command.window, unit)
        person = unit.session.get(Staff, command.staff_id) if command.staff_id else None
        if person is None or not person.active:
            errors["staff_id"] = "NOT_AN_OPTION" if command.staff_id else "REQUIRED"
        if errors or person is None or begins is None:
            raise InvalidInput(errors)
        entry = {
            "staff_id": person.login,
            "window": window.code,
            "weekday": weekday,
            "valid_from": begins,
            "valid_to": ends,
        }
        if unit.session.scalars(select(RosterEntry).filter_by(**entry)).first() is not None:
            return
        unit.session.add(RosterEntry(**entry))
        window.version += 1
        told = {SEATED: ("", f"{person.name} {begins} – {ends or ''}".strip())}
        note_place_change(Noted(PlaceKind.WINDOW, window.code, told, command.reason), unit, actor)


def end_seat(command: EndSeat, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Cases of earlier days still find who sat there. NotPermitted, NotFound, InvalidInput by field."""
    require_role(actor, Role.ADMINISTRATOR)
    errors = find_faults_of_reason(command.reason)
    ends = _day("valid_to", command.valid_to, errors)
    with unit_of_work as unit:
        window = _get_window(command.window, unit)
        entry = unit.session.get(RosterEntry, command.entry_id)
        if entry is None or entry.window != window.code:
            raise NotFound
        if ends is not None and ends < entry.valid_from:
            errors["valid_to"] = "ENDS_BEFORE_IT_BEGINS"
        if errors:
            raise InvalidInput(errors)
        if entry.valid_to == ends:
            return
        entry.valid_to = ends
        person = unit.session.get_one(Staff, entry.staff_id)
        window.version += 1
        told = {SEAT_ENDED: ("", f"{person.name} – {ends}")}
        note_place_change(Noted(PlaceKind.WINDOW, window.code, told, command.reason), unit, actor)


def _get_window(code: str, unit: Unit) -> ServiceWindow:
    window = unit.session.get(ServiceWindow, code)
    if window is None:
        raise NotFound
    return window


def _day(name: str, told: str, errors: dict[str, str]) -> date | None:
    try:
        return parse_any_day(told.strip())
    except ValueError:
        errors[name] = "NOT_A_DATE" if told.strip() else "REQUIRED"
        return None
