"""Turns what a person chose as respondent into unit, window, person and item that belong together on the day of the matter."""

from dataclasses import dataclass
from datetime import date

from models.clock.legal_time import beijing_date
from models.ground.codes import RespondentMatch
from models.ground.errors import InvalidInput
from models.office.respondent_directory import Directory, PersonEntry
from services.office.match_respondent import load_directory
from services.unit_of_work import Unit

# Instead of a login: whoever sat at the chosen window on the chosen day.
BY_ROSTER = "by-roster"


@dataclass(frozen=True, slots=True)
class ChosenRespondent:
    """Codes and a login as chosen, empty for what is not known; `matter_no` None is the whole complaint."""

    unit: str = ""
    window: str = ""
    staff: str = ""
    item: str = ""
    day: date | None = None
    matter_no: int | None = None


@dataclass(frozen=True, slots=True)
class PlacedRespondent:
    """The same made whole: the unit follows from the rest where it was not chosen."""

    unit: str
    window: str | None
    staff_id: str | None
    item: str | None
    match: RespondentMatch
    roster_day: date | None
    matter_no: int | None


def place_respondent(chosen: ChosenRespondent, unit: Unit) -> PlacedRespondent:
    """Check it against the roster of the day of the matter, also for people who have left since.

    InvalidInput by field: REQUIRED where nothing is chosen, NOT_AN_OPTION for what the centre does not have, OTHER_UNIT
    for what belongs to another unit, NOT_IN_ROSTER and NOT_ONE_IN_ROSTER on `staff` by the roster, IN_THE_FUTURE.
    """
    directory = load_directory(unit.session)
    if chosen.day is not None and chosen.day > beijing_date(unit.clock.now()):
        raise InvalidInput({"day": "IN_THE_FUTURE"})
    _require_known(chosen, directory)
    person = _find_person(chosen, directory)
    code = _find_unit(chosen, person, directory)
    _require_of_unit(chosen, code, directory)
    return PlacedRespondent(
        unit=code,
        window=chosen.window or None,
        staff_id=None if person is None else person.login,
        item=chosen.item or None,
        match=_depth(chosen, person),
        roster_day=chosen.day,
        matter_no=chosen.matter_no,
    )


def _require_known(chosen: ChosenRespondent, directory: Directory) -> None:
    known = {
        "unit": {office.code for office in directory.offices},
        "window": {window.code for window in directory.windows},
        "item": {item.code for item in directory.items},
        "staff": {BY_ROSTER, *(person.login for person in directory.people)},
    }
    told = {field: getattr(chosen, field) for field in known}
    if not any(told.values()):
        raise InvalidInput({"unit": "REQUIRED"})
    if unknown := {
        field: "NOT_AN_OPTION" for field, code in told.items() if code and code not in known[field]
    }:
        raise InvalidInput(unknown)


def _find_person(chosen: ChosenRespondent, directory: Directory) -> PersonEntry | None:
    if not chosen.staff:
        return None
    sat = directory.people_at(chosen.window, chosen.day) if chosen.window and chosen.day else []
    if chosen.staff == BY_ROSTER:
        if len(sat) != 1:
            raise InvalidInput({"staff": "NOT_ONE_IN_ROSTER"})
        return sat[0]
    person = next(person for person in directory.people if person.login == chosen.staff)
    if chosen.window and chosen.day and person not in sat:
        raise InvalidInput({"staff": "NOT_IN_ROSTER"})
    return person


def _find_unit(chosen: ChosenRespondent, person: PersonEntry | None, directory: Directory) -> str:
    """Where the window belongs, else where the person sat that day or belongs, else where the item does."""
    window = chosen.window
    if not window and person is not None and chosen.day is not None:
        window = directory.window_of(person.login, chosen.day) or ""
    derived = next((entry.unit for entry in directory.windows if entry.code == window), None)
    derived = derived or (None if person is None else person.unit)
    derived = derived or next((entry.unit for entry in directory.items if entry.code == chosen.item), None)
    if chosen.unit and person is not None and derived != chosen.unit and not chosen.window:
        raise InvalidInput({"staff": "OTHER_UNIT"})
    return chosen.unit or str(derived)


def _require_of_unit(chosen: ChosenRespondent, code: str, directory: Directory) -> None:
    of_unit = {
        "window": {window.code for window in directory.windows if window.unit == code},
        "item": {item.code for item in directory.items if item.unit == code},
    }
    told = {field: getattr(chosen, field) for field in of_unit}
    if wrong := {
        field: "OTHER_UNIT"
        for field, told_code in told.items()
        if told_code and told_code not in of_unit[field]
    }:
        raise InvalidInput(wrong)


def _depth(chosen: ChosenRespondent, person: PersonEntry | None) -> RespondentMatch:
    if person is not None:
        return RespondentMatch.EXACT
    if chosen.window:
        return RespondentMatch.WINDOW
    return RespondentMatch.ITEM if chosen.item else RespondentMatch.UNIT
