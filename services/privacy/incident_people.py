"""Whom an incident concerns and how each stands: told is who a carrier took a notice for, or who was told by a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from models.case.complaint import Complaint
from models.case.data_incident import DataIncident, DataIncidentCase
from models.case.dispatch import Dispatch
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.incident_codes import IncidentState, PersonStanding
from models.ground.ways import Way
from services.access.kept_away import is_kept_away
from services.unit_of_work import Unit

# The law says at once; that is by when supervisors are told that nobody has been, by the office's own rule.
TELL_WITHIN = timedelta(hours=4)
# Each with the form that puts down how he was told.
PEOPLE_OF_A_PAGE = 40
_ON_THE_WAY = (DispatchState.WAITING, DispatchState.SENDING)
_TOLD = (DispatchState.TAKEN, DispatchState.TOLD)
# Asked of a case that the statement around it reads, perhaps with its notice beside it.
_SENT, _BESIDE = aliased(Dispatch), aliased(Dispatch)


def _is_notice(sent: type[Dispatch]) -> ColumnElement[bool]:
    return and_(
        sent.complaint_id == DataIncidentCase.complaint_id,
        sent.purpose == DispatchPurpose.DATA_INCIDENT,
        sent.subject == DataIncidentCase.incident_id,
    )


_NOTICE = _is_notice(_SENT)
# Neither told nor known to be out of reach.
_IS_UNTOLD = and_(
    DataIncidentCase.told_at.is_(None),
    DataIncidentCase.unreachable.is_(None),
    ~exists().where(_NOTICE, _SENT.state.in_(_TOLD)),
)


@dataclass(frozen=True, slots=True)
class ConcernedPerson:
    """One case. `state` is of the notice, None without one; `told_at` and `way` where he was told."""

    complaint_id: str
    number: str
    standing: PersonStanding
    told_at: datetime | None
    way: Way | None
    state: DispatchState | None
    unreachable: str


@dataclass(frozen=True, slots=True)
class PeopleAsked:
    """Those behind the case of this number, empty for the first ones; all of them, or only who is still to be told."""

    after: str = ""
    is_untold_only: bool = False


FIRST = PeopleAsked()


@dataclass(frozen=True, slots=True)
class PeopleRead:
    """One page by number. `named`: cases of the incident, `untold` of them neither told nor out of reach, as far as the reader

    may know of them; `hidden`: how many others. `following`: what the next page is asked with, None for the last.
    """

    rows: tuple[ConcernedPerson, ...] = ()
    named: int = 0
    untold: int = 0
    hidden: int = 0
    following: str | None = None


def read_people(incident_id: str, login: str, asked: PeopleAsked, unit: Unit) -> PeopleRead:
    """As this member of staff may know of them."""
    is_his = ~is_kept_away(DataIncidentCase.complaint_id, login, unit)
    after = "" if "\x00" in asked.after else asked.after
    rows = unit.session.execute(
        select(DataIncidentCase, Complaint.number, _BESIDE)
        .join(Complaint, Complaint.id == DataIncidentCase.complaint_id)
        .outerjoin(_BESIDE, _is_notice(_BESIDE))
        .where(DataIncidentCase.incident_id == incident_id, Complaint.number > after, is_his)
        .where(_IS_UNTOLD if asked.is_untold_only else true())
        .order_by(Complaint.number)
        .limit(PEOPLE_OF_A_PAGE + 1)
    ).all()
    shown = tuple(_tell(row, number, sent) for row, number, sent in rows[:PEOPLE_OF_A_PAGE])
    named = _count(incident_id, is_his, unit)
    return PeopleRead(
        rows=shown,
        named=named,
        untold=_count(incident_id, and_(is_his, _IS_UNTOLD), unit),
        hidden=count_named(incident_id, unit) - named,
        following=shown[-1].number if len(rows) > PEOPLE_OF_A_PAGE else None,
    )


def list_without_notice(incident_id: str, unit: Unit) -> list[str]:
    """Ids of cases whose person was not told, is not out of reach, and for whom no notice was ever planned; in one order."""
    query = select(DataIncidentCase.complaint_id).where(
        DataIncidentCase.incident_id == incident_id, _IS_UNTOLD, ~exists().where(_NOTICE)
    )
    return list(unit.session.scalars(query.order_by(DataIncidentCase.complaint_id)))


def has_begun(incident_id: str, unit: Unit) -> bool:
    """Whether anybody was told of it, or a notice was planned."""
    begun = exists().where(
        DataIncidentCase.incident_id == incident_id,
        or_(DataIncidentCase.told_at.is_not(None), exists().where(_NOTICE)),
    )
    return bool(unit.session.scalar(select(begun)))


def list_untold(unit: Unit) -> list[tuple[str, str]]:
    """Open incidents by id of which the `authority` or some of the `people` wait longer than they may."""
    rows = unit.session.scalars(
        select(DataIncident)
        .where(
            DataIncident.state == IncidentState.OPEN,
            DataIncident.discovered_at < unit.clock.now() - TELL_WITHIN,
        )
        .order_by(DataIncident.discovered_at)
    ).all()
    found = [(row.id, "authority") for row in rows if row.authority_at is None]
    return found + [
        (row.id, "people") for row in rows if row.spared_at is None and is_anybody_untold(row, unit)
    ]


def is_anybody_untold(row: DataIncident, unit: Unit) -> bool:
    """Whether somebody is neither told nor known to be out of reach; so are all while no case of those concerned is named."""
    named = exists().where(DataIncidentCase.incident_id == row.id)
    untold = exists().where(DataIncidentCase.incident_id == row.id, _IS_UNTOLD)
    is_named, is_untold = unit.session.execute(select(named, untold)).one()
    return bool(is_untold) if is_named else row.people > 0


def count_named(incident_id: str, unit: Unit) -> int:
    """How many cases are named, whoever may know of them."""
    return _count(incident_id, true(), unit)


def _count(incident_id: str, condition: ColumnElement[bool], unit: Unit) -> int:
    query = (
        select(func.count())
        .select_from(DataIncidentCase)
        .where(DataIncidentCase.incident_id == incident_id, condition)
    )
    return unit.session.scalars(query).one()


def _tell(row: DataIncidentCase, number: str, sent: Dispatch | None) -> ConcernedPerson:
    state = None if sent is None else sent.state
    told_at, way = row.told_at, row.told_way
    if told_at is None and sent is not None and state in _TOLD:
        told_at, way = sent.state_at, sent.way if state is DispatchState.TAKEN else None
    standing = PersonStanding.NOT_TOLD
    if told_at is not None:
        standing = PersonStanding.TOLD
    elif row.unreachable is not None:
        standing = PersonStanding.UNREACHABLE
    elif state in _ON_THE_WAY:
        standing = PersonStanding.ON_THE_WAY
    return ConcernedPerson(row.complaint_id, number, standing, told_at, way, state, row.unreachable or "")
