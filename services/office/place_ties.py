"""What hangs on a unit, a window or a service item: told before it is closed, and on its page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from models.beside.side_request import SideRequest
from models.case.complaint import Complaint
from models.case.file_restriction import FileRestriction
from models.case.lifecycle import RequestState, Stage, TaskState
from models.case.respondent import Respondent
from models.case.task import Task
from models.clock.legal_time import beijing_date
from models.office.centre import Centre
from models.office.complaint_route import ComplaintRoute
from models.office.place_change import PlaceKind
from models.office.roster import RosterEntry
from models.office.service_item import ServiceItem
from services.office.place_fields import Directory, Place, get_owner, get_title
from services.unit_of_work import Unit

# More names than these are told by their number.
MOST_NAMED = 12
# The column in which a request says which unit has to answer it, by whichever of these names its table has it.
_ASKED_UNIT = ("unit_code", "to_unit")


@dataclass(frozen=True, slots=True)
class Tie:
    """`what` has a text `place_tie.<what>`; `names` are the first of them where they may be named here."""

    what: str
    number: int
    names: tuple[str, ...] = ()


def list_ties(kind: PlaceKind, place: Place, known: Directory, unit: Unit) -> list[Tie]:
    """Only what there is. Cases are counted and never named; those for named readers alone are not counted either."""
    if kind is PlaceKind.UNIT:
        ties = _of_unit(place, known, unit)
    elif kind is PlaceKind.WINDOW:
        ties = [
            _named("items", _list_items_at(place.code, known)),
            _named("roster", list_people_at(place.code, known, unit)),
            Tie("complained_about", _count_complaints(Respondent.window == place.code, unit)),
        ]
    else:
        ties = [Tie("complained_about", _count_complaints(Respondent.item == place.code, unit))]
    return [tie for tie in ties if tie.number]


def list_people_at(window: str, known: Directory, unit: Unit) -> list[str]:
    """The names of whoever the roster has at a window today or later."""
    today = beijing_date(unit.clock.now())
    rows = unit.session.scalars(select(RosterEntry).where(RosterEntry.window == window, _runs_on(today)))
    return list(dict.fromkeys(known.person_name(row.staff_id) for row in rows))


def _runs_on(day: date) -> ColumnElement[bool]:
    return or_(RosterEntry.valid_to.is_(None), RosterEntry.valid_to >= day)


def _of_unit(place: Place, known: Directory, unit: Unit) -> list[Tie]:
    code = place.code
    staff = [person for person in known.people.values() if person.unit == code and person.active]
    logins = {person.login for person in staff}
    open_tasks = select(func.count()).where(
        Task.state == TaskState.OPEN, or_(Task.assignee.in_(logins), Task.claimed_by.in_(logins))
    )
    routes = select(func.count()).where(
        ComplaintRoute.ended_at.is_(None),
        or_(ComplaintRoute.about == code, ComplaintRoute.handled_by == code, ComplaintRoute.superior == code),
    )
    return [
        _named("windows", _list_owned(PlaceKind.WINDOW, code, known)),
        _named("items", _list_owned(PlaceKind.ITEM, code, known)),
        _named("staff", [person.name for person in staff]),
        Tie("open_cases", _count(_open_cases(Complaint.handling_unit == code), unit)),
        Tie("open_tasks", _count(open_tasks, unit)),
        Tie("open_requests", sum(_count(query, unit) for query in _open_requests(code))),
        Tie("routes", _count(routes, unit)),
        Tie("review", _count(select(func.count()).where(Centre.review_unit == code), unit)),
    ]


def _list_owned(kind: PlaceKind, code: str, known: Directory) -> list[str]:
    rows: Iterable[Place] = known.places[kind].values()
    return sorted(get_title(row) for row in rows if get_owner(row) == code and row.closed_at is None)


def _list_items_at(window: str, known: Directory) -> list[str]:
    rows = known.places[PlaceKind.ITEM].values()
    return [
        row.name
        for row in rows
        if isinstance(row, ServiceItem) and row.closed_at is None and window in row.windows
    ]


def _named(what: str, names: Sequence[str]) -> Tie:
    return Tie(what, len(names), tuple(names[:MOST_NAMED]))


def _open_requests(code: str) -> list[Any]:
    return [
        select(func.count()).where(getattr(table, name) == code, table.state == RequestState.OPEN)
        for table in SideRequest.__subclasses__()
        for name in _ASKED_UNIT
        if hasattr(table, name)
    ]


def _open_cases(condition: ColumnElement[bool]) -> Any:
    restricted = select(FileRestriction.complaint_id).where(FileRestriction.lifted_at.is_(None))
    return select(func.count(Complaint.id)).where(
        condition, Complaint.stage != Stage.ARCHIVED, Complaint.id.not_in(restricted)
    )


def _count_complaints(condition: ColumnElement[bool], unit: Unit) -> int:
    named = select(Respondent.complaint_id).where(condition, Respondent.in_force())
    return _count(_open_cases(Complaint.id.in_(named)), unit)


def _count(query: Any, unit: Unit) -> int:
    return unit.session.scalar(query) or 0
