"""The fields of a unit, a window and a service item, their values as people write them, and what is wrong with one."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from sqlalchemy import select

from models.ground.base import CODE_LENGTH
from models.ground.codes import UnitKind
from models.ground.errors import InvalidInput
from models.office.place_change import PlaceKind
from models.office.service_item import ServiceItem
from models.office.service_window import ServiceWindow
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.unit_of_work import Unit

Place = OrganisationUnit | ServiceWindow | ServiceItem

MOST_DAYS = 999
LONGEST_NAME = 200
# A statute has its documents in lines; a form with more of them was pasted wrongly.
MOST_LINES = 100


_ADDRESS = re.compile(r"\A[^\s@<>\",;]+@[^\s@<>\",;.]+(?:\.[^\s@<>\",;.]+)+\Z")


class FieldKind(StrEnum):
    """How a value is written and what it may be."""

    TEXT = "text"
    UNIT_KIND = "unit_kind"
    UNIT = "unit"
    PERSON = "person"
    EMAIL = "email"
    DAYS = "days"
    WINDOWS = "windows"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class PlaceField:
    """A column of a place."""

    name: str
    kind: FieldKind
    is_required: bool = False


TABLES: Mapping[PlaceKind, type[Place]] = {
    PlaceKind.UNIT: OrganisationUnit,
    PlaceKind.WINDOW: ServiceWindow,
    PlaceKind.ITEM: ServiceItem,
}
FIELDS: Mapping[PlaceKind, tuple[PlaceField, ...]] = {
    PlaceKind.UNIT: (
        PlaceField("name", FieldKind.TEXT, is_required=True),
        PlaceField("kind", FieldKind.UNIT_KIND, is_required=True),
        PlaceField("location", FieldKind.TEXT),
        PlaceField("head", FieldKind.PERSON),
        PlaceField("email", FieldKind.EMAIL),
        PlaceField("other_way", FieldKind.TEXT),
    ),
    PlaceKind.WINDOW: (PlaceField("unit", FieldKind.UNIT, is_required=True),),
    PlaceKind.ITEM: (
        PlaceField("name", FieldKind.TEXT, is_required=True),
        PlaceField("unit", FieldKind.UNIT, is_required=True),
        PlaceField("promised_workdays", FieldKind.DAYS),
        PlaceField("statutory_workdays", FieldKind.DAYS),
        PlaceField("windows", FieldKind.WINDOWS),
        PlaceField("documents", FieldKind.LINES),
    ),
}


@dataclass(frozen=True, slots=True)
class Directory:
    """Every place and person of the office by code and login, closed ones and who left too."""

    places: Mapping[PlaceKind, dict[str, Place]]
    people: Mapping[str, Staff]

    def unit_name(self, code: str | None) -> str:
        """The name of a unit, its code where the office does not know it."""
        row = self.places[PlaceKind.UNIT].get(code or "")
        return row.name if isinstance(row, OrganisationUnit) else code or ""

    def person_name(self, login: str | None) -> str:
        """The name of a person; empty for nobody of the office."""
        row = self.people.get(login or "")
        return row.name if row is not None else ""

    def is_open(self, kind: PlaceKind, code: str) -> bool:
        """Whether there is such a place that is not closed."""
        row = self.places[kind].get(code)
        return row is not None and row.closed_at is None


def read_directory(unit: Unit) -> Directory:
    """Four questions, whatever the office's size."""
    session = unit.session
    return Directory(
        places={
            PlaceKind.UNIT: {u.code: u for u in session.scalars(select(OrganisationUnit))},
            PlaceKind.WINDOW: {w.code: w for w in session.scalars(select(ServiceWindow))},
            PlaceKind.ITEM: {i.code: i for i in session.scalars(select(ServiceItem))},
        },
        people={person.login: person for person in session.scalars(select(Staff))},
    )


def find_place(kind: PlaceKind, code: str, unit: Unit) -> Place | None:
    """One of the kind; None for an unknown code."""
    return cast(Place | None, unit.session.get(TABLES[kind], code))


def get_title(place: Place) -> str:
    """What people call it: the name, a window by its sign."""
    return place.code if isinstance(place, ServiceWindow) else place.name


def get_owner(place: Place) -> str | None:
    """The code of the unit that it belongs to; None for a unit itself."""
    return None if isinstance(place, OrganisationUnit) else place.unit


def read_values(place: Place, kind: PlaceKind) -> dict[str, str]:
    """The fields as a form sends them: codes, and lists in lines."""
    return {field.name: _write(getattr(place, field.name)) for field in FIELDS[kind]}


def _write(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(str(entry) for entry in value)
    return "" if value is None else str(value)


def show_values(place: Place, kind: PlaceKind, directory: Directory) -> dict[str, str]:
    """The fields as people read them: names for units and persons, the coded kind as its code."""
    return {
        field.name: show_value(field, written, directory)
        for field, written in zip(FIELDS[kind], read_values(place, kind).values(), strict=True)
    }


def show_value(field: PlaceField, written: str, directory: Directory) -> str:
    """One of them."""
    if field.kind is FieldKind.UNIT:
        return directory.unit_name(written)
    if field.kind is FieldKind.PERSON:
        return directory.person_name(written)
    return "、".join(written.split("\n")) if field.kind is FieldKind.WINDOWS else written


def check_values(
    kind: PlaceKind, written: Mapping[str, str], known: Directory, now: Place | None
) -> dict[str, object]:
    """The columns that these values make; InvalidInput by field. What stands there may stay, though closed by now."""
    before = read_values(now, kind) if now is not None else {}
    errors: dict[str, str] = {}
    made: dict[str, object] = {}
    for field in FIELDS[kind]:
        text = written.get(field.name, "").strip()
        try:
            if not text and field.is_required:
                raise _Fault("REQUIRED")
            made[field.name] = _CHECKS[field.kind](text, known, text == before.get(field.name))
        except _Fault as fault:
            errors[field.name] = fault.code
    if made.get("email") and made.get("other_way") == made["email"]:
        errors["other_way"] = "SAME_WAY"
    if not errors and _is_taken(kind, made, known, now):
        errors["name"] = "PLACE_NAME_TAKEN"
    if errors:
        raise InvalidInput(errors)
    return made


def check_sign(text: str, known: Directory) -> str:
    """The sign of a new window, which is its code; InvalidInput on `code`."""
    sign = text.strip().upper()
    if not sign:
        raise InvalidInput({"code": "REQUIRED"})
    if len(sign) > CODE_LENGTH or not sign.replace("-", "").isalnum():
        raise InvalidInput({"code": "NOT_A_SIGN"})
    if sign in known.places[PlaceKind.WINDOW]:
        raise InvalidInput({"code": "SIGN_TAKEN"})
    return sign


class _Fault(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _is_taken(kind: PlaceKind, made: Mapping[str, object], known: Directory, now: Place | None) -> bool:
    """Two open units of one name, or two items of one unit, cannot be told apart in a list."""
    if kind is PlaceKind.WINDOW:
        return False
    alike = (row for row in known.places[kind].values() if row is not now and row.closed_at is None)
    return any(get_title(row) == made["name"] and get_owner(row) == made.get("unit") for row in alike)


def _text(text: str, _known: Directory, _stays: bool) -> str | None:
    if len(text) > LONGEST_NAME:
        raise _Fault("TOO_LONG")
    return text or None


def is_mail_address(text: str) -> bool:
    """Whether it can be one address of an e-mail, such as name@example.gov.cn."""
    return text.isascii() and _ADDRESS.match(text) is not None


def _email(text: str, _known: Directory, _stays: bool) -> str | None:
    if text and not is_mail_address(text):
        raise _Fault("NOT_AN_EMAIL")
    return _text(text, _known, _stays)


def _unit_kind(text: str, _known: Directory, _stays: bool) -> UnitKind:
    if text not in set(UnitKind):
        raise _Fault("NOT_AN_OPTION")
    return UnitKind(text)


def _unit(text: str, known: Directory, stays: bool) -> str:
    if not (stays or known.is_open(PlaceKind.UNIT, text)):
        raise _Fault("NOT_AN_OPTION")
    return text


def _person(text: str, known: Directory, stays: bool) -> str | None:
    person = known.people.get(text)
    if text and not stays and (person is None or not person.active):
        raise _Fault("NOT_AN_OPTION")
    return text or None


def _days(text: str, _known: Directory, _stays: bool) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_DAYS):
        raise _Fault("NOT_A_NUMBER")
    return int(text)


def _windows(text: str, known: Directory, _stays: bool) -> list[str]:
    signs = _split(text)
    if any(sign not in known.places[PlaceKind.WINDOW] for sign in signs):
        raise _Fault("NOT_A_WINDOW")
    return signs


def _lines(text: str, _known: Directory, _stays: bool) -> list[str]:
    lines = _split(text)
    if len(lines) > MOST_LINES:
        raise _Fault("TOO_MANY_ROWS")
    if any(len(line) > LONGEST_NAME for line in lines):
        raise _Fault("TOO_LONG")
    return lines


def _split(text: str) -> list[str]:
    """Lines without repetitions and empty ones, in their order."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


_CHECKS: Mapping[FieldKind, Callable[[str, Directory, bool], object]] = {
    FieldKind.TEXT: _text,
    FieldKind.EMAIL: _email,
    FieldKind.UNIT_KIND: _unit_kind,
    FieldKind.UNIT: _unit,
    FieldKind.PERSON: _person,
    FieldKind.DAYS: _days,
    FieldKind.WINDOWS: _windows,
    FieldKind.LINES: _lines,
}
