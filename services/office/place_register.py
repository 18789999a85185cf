"""Units, windows and service items as an administrator finds them: lists with a filter, and one with all that is known of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from models.clock.legal_time import beijing_date
from models.ground.codes import Role, UnitKind
from models.ground.errors import NotFound
from models.office.place_change import PlaceChange, PlaceKind
from models.office.roster import RosterEntry
from models.office.unit import OrganisationUnit
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.office.place_fields import (
    Directory,
    FieldKind,
    Place,
    get_owner,
    get_title,
    read_directory,
    read_values,
    show_values,
)
from services.office.place_ties import Tie, list_ties
from services.office.unit_options import Option
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class PlaceFilter:
    """`words` stand in a name or sign; `unit` owns it; `state`: open, closed or all."""

    words: str = ""
    unit: str = ""
    state: str = "open"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One in a list: fields as people read them; `owned` counts what belongs to it, `people` who sit there."""

    code: str
    title: str
    fields: Mapping[str, str]
    is_closed: bool
    owned: Mapping[str, int]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceList:
    """The rows that the filter leaves, how many there are in all, and the units to filter by."""

    rows: tuple[PlaceRow, ...]
    total: int
    units: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """One entry of the roster; `weekday` 0 is Monday, None every day."""

    entry_id: int
    person: str
    weekday: int | None
    valid_from: str
    valid_to: str
    has_ended: bool


@dataclass(frozen=True, slots=True)
class PlacePage:
    """One place; `values` as a form sends them, `options` what its fields may be."""

    code: str
    title: str
    version: int
    is_closed: bool
    values: Mapping[str, str]
    ties: Sequence[Tie]
    history: Sequence[PlaceChange]
    names: Mapping[str, str]
    seats: Sequence[Seat]
    options: Mapping[str, Sequence[Option]]


def list_kept_places(
    kind: PlaceKind, chosen: PlaceFilter, unit_of_work: UnitOfWork, actor: Actor
) -> PlaceList:
    """Units by kind, then by code; as many questions whatever the rows. NotPermitted for who is no administrator."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        known = read_directory(unit)
        places = sorted(known.places[kind].values(), key=_place_in_list)
        seated = _map_seated(known, unit) if kind is PlaceKind.WINDOW else {}
        owned = _count_owned(known) if kind is PlaceKind.UNIT else {}
        rows = tuple(
            PlaceRow(
                code=row.code,
                title=get_title(row),
                fields=show_values(row, kind, known),
                is_closed=row.closed_at is not None,
                owned={what: counts[row.code] for what, counts in owned.items()},
                people=tuple(seated.get(row.code, ())),
            )
            for row in places
            if _fits(row, chosen)
        )
        units = _unit_options(known)
        return PlaceList(rows, len(places), tuple(units))


def count_places_to_look_at(kind: PlaceKind, unit_of_work: UnitOfWork) -> int:
    """Open windows and items of a closed unit, and open units whose head has left."""
    with unit_of_work.reading() as unit:
        known = read_directory(unit)
        rows = [row for row in known.places[kind].values() if row.closed_at is None]
        return sum(1 for row in rows if _needs_a_look(row, known))


def get_place_page(kind: PlaceKind, code: str, unit_of_work: UnitOfWork, actor: Actor) -> PlacePage:
    """NotPermitted for who is no administrator; NotFound."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        known = read_directory(unit)
        place = known.places[kind].get(code)
        if place is None:
            raise NotFound
        changes = select(PlaceChange).where(PlaceChange.kind == kind, PlaceChange.code == code)
        return PlacePage(
            code=code,
            title=get_title(place),
            version=place.version,
            is_closed=place.closed_at is not None,
            values=read_values(place, kind),
            ties=list_ties(kind, place, known, unit),
            history=list(unit.session.scalars(changes.order_by(PlaceChange.id.desc()))),
            names=map_people_names(unit),
            seats=_list_seats(code, known, unit) if kind is PlaceKind.WINDOW else (),
            options=list_field_options(known, place),
        )


def read_new_place(unit_of_work: UnitOfWork, actor: Actor) -> Mapping[str, Sequence[Option]]:
    """What the fields of a new place may be. NotPermitted for who is no administrator."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        return list_field_options(read_directory(unit), None)


def list_field_options(known: Directory, place: Place | None) -> dict[str, Sequence[Option]]:
    """By the kind of a field. What stands there now is offered though it is closed or has left."""
    stays = {get_owner(place) if place is not None else None, getattr(place, "head", None)}
    people = [
        {"value": login, "label": f"{person.name}（{person.title or known.unit_name(person.unit)}）"}
        for login, person in sorted(known.people.items())
        if person.active or login in stays
    ]
    return {
        FieldKind.UNIT: [
            option
            for option in _unit_options(known)
            if known.is_open(PlaceKind.UNIT, option["value"]) or option["value"] in stays
        ],
        FieldKind.PERSON: people,
        FieldKind.UNIT_KIND: [{"value": kind.value, "label": kind.value} for kind in UnitKind],
    }


def _place_in_list(row: Place) -> tuple[int, str]:
    kinds = list(UnitKind)
    return (kinds.index(row.kind) if isinstance(row, OrganisationUnit) else 0, row.code)


def _fits(row: Place, chosen: PlaceFilter) -> bool:
    if chosen.state != "all" and (row.closed_at is not None) is not (chosen.state == "closed"):
        return False
    if chosen.unit and get_owner(row) != chosen.unit:
        return False
    return chosen.words.strip().lower() in f"{row.code} {get_title(row)}".lower()


def _needs_a_look(row: Place, known: Directory) -> bool:
    owner = get_owner(row)
    if owner is not None:
        return not known.is_open(PlaceKind.UNIT, owner)
    head = known.people.get(getattr(row, "head", None) or "")
    return head is not None and not head.active


def _unit_options(known: Directory) -> list[Option]:
    units = sorted(known.places[PlaceKind.UNIT].items())
    return [{"value": code, "label": get_title(row)} for code, row in units]


def _count_owned(known: Directory) -> dict[str, Counter[str | None]]:
    return {
        "windows": Counter(
            get_owner(row) for row in known.places[PlaceKind.WINDOW].values() if row.closed_at is None
        ),
        "items": Counter(
            get_owner(row) for row in known.places[PlaceKind.ITEM].values() if row.closed_at is None
        ),
        "staff": Counter(person.unit for person in known.people.values() if person.active),
    }


def _map_seated(known: Directory, unit: Unit) -> dict[str, list[str]]:
    """Who sits at each window today by the roster."""
    today = beijing_date(unit.clock.now())
    query = select(RosterEntry).where(
        RosterEntry.valid_from <= today, or_(RosterEntry.valid_to.is_(None), RosterEntry.valid_to >= today)
    )
    seated: dict[str, list[str]] = {}
    for entry in unit.session.scalars(query.order_by(RosterEntry.id)):
        if entry.weekday in (None, today.weekday()):
            seated.setdefault(entry.window, []).append(known.person_name(entry.staff_id))
    return seated


def _list_seats(window: str, known: Directory, unit: Unit) -> list[Seat]:
    today = beijing_date(unit.clock.now())
    rows = unit.session.scalars(
        select(RosterEntry).where(RosterEntry.window == window).order_by(RosterEntry.valid_from.desc())
    )
    return [
        Seat(
            entry_id=row.id,
            person=known.person_name(row.staff_id),
            weekday=row.weekday,
            valid_from=row.valid_from.isoformat(),
            valid_to=row.valid_to.isoformat() if row.valid_to else "",
            has_ended=row.valid_to is not None and row.valid_to < today,
        )
        for row in rows
    ]
