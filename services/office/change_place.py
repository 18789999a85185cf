"""An administrator adds or changes a unit, a window or a service item; with a reason, on the trail and in its history."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.office.place_change import PlaceChange, PlaceKind
from services.actor import Actor, require_role
from services.office.place_fields import (
    FIELDS,
    TABLES,
    Directory,
    Place,
    check_sign,
    check_values,
    read_directory,
    read_values,
    show_value,
)
from services.unit_of_work import Unit, UnitOfWork

LONGEST_REASON = 500
ADDED = "added"
# Letters of a new place's own code; a window has its sign.
_PREFIXES = {PlaceKind.UNIT: "U", PlaceKind.ITEM: "S"}


@dataclass(frozen=True, slots=True)
class ChangePlace:
    """`code` is empty for a new place, a window's sign alone is given; `version` is that of the page it comes from, 0 for new."""

    kind: PlaceKind
    code: str
    version: int
    values: Mapping[str, str]
    reason: str


def change_place(command: ChangePlace, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The code of the place. Saying what stands there already changes nothing and is on no record.

    NotPermitted for who is no administrator, InvalidInput by field, NotFound, Conflict for a page that somebody has overtaken.
    """
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work as unit:
        return apply_change(command, read_directory(unit), unit, actor)


def apply_change(command: ChangePlace, known: Directory, unit: Unit, actor: Actor) -> str:
    """The same in a unit that is open, for many at once; `known` learns what is new."""
    faults = find_faults_of_reason(command.reason)
    now = get_changed(command, known) if command.version else None
    sign = ""
    made: dict[str, object] = {}
    try:
        if now is None and command.kind is PlaceKind.WINDOW:
            sign = check_sign(command.code, known)
    except InvalidInput as refused:
        faults |= refused.errors
    try:
        made = check_values(command.kind, command.values, known, now)
    except InvalidInput as refused:
        faults |= refused.errors
    if faults:
        raise InvalidInput(faults)
    place = now if now is not None else make_place(command.kind, sign, known)
    before = read_values(place, command.kind) if now is not None else {}
    for name, value in made.items():
        setattr(place, name, value)
    after = read_values(place, command.kind)
    changed = [field for field in FIELDS[command.kind] if before.get(field.name, "") != after[field.name]]
    if now is not None and not changed:
        return place.code
    place.version = now.version + 1 if now is not None else 2
    unit.session.add(place)
    unit.session.flush()
    known.places[command.kind][place.code] = place
    entries = {
        field.name: (
            show_value(field, before.get(field.name, ""), known),
            show_value(field, after[field.name], known),
        )
        for field in changed
    }
    if now is None:
        entries = {ADDED: ("", ""), **entries}
    note_place_change(Noted(command.kind, place.code, entries, command.reason), unit, actor)
    return place.code


@dataclass(frozen=True, slots=True)
class Noted:
    """What was done to a place: old and new by field."""

    kind: PlaceKind
    code: str
    entries: Mapping[str, tuple[str, str]]
    reason: str


def note_place_change(noted: Noted, unit: Unit, actor: Actor) -> None:
    """Into the place's history and onto the trail."""
    unit.session.add_all(
        PlaceChange(
            kind=noted.kind,
            code=noted.code,
            at=unit.clock.now(),
            by=actor.name,
            field=field,
            old=old,
            new=new,
            reason=noted.reason.strip(),
        )
        for field, (old, new) in noted.entries.items()
    )
    payload = {
        "kind": noted.kind.value,
        "code": noted.code,
        "changes": {field: [old, new] for field, (old, new) in noted.entries.items()},
        "reason": noted.reason.strip(),
    }
    unit.trail.add(None, "organisation.place_changed", payload, actor)


def get_changed(command: ChangePlace, known: Directory) -> Place:
    """The place as the page showed it; NotFound, Conflict when it is not so any more."""
    place = known.places[command.kind].get(command.code)
    if place is None:
        raise NotFound
    if place.version != command.version:
        raise Conflict
    return place


def find_faults_of_reason(reason: str) -> dict[str, str]:
    """Every change says why."""
    told = reason.strip()
    if not told:
        return {"reason": "REQUIRED"}
    return {"reason": "TOO_LONG"} if len(told) > LONGEST_REASON else {}


def make_place(kind: PlaceKind, sign: str, known: Directory) -> Place:
    """An empty one with the next free number, a window with its sign."""
    code = sign
    number = len(known.places[kind])
    while not code or code in known.places[kind]:
        number += 1
        code = f"{_PREFIXES[kind]}{number:03d}"
    return TABLES[kind](code=code)
