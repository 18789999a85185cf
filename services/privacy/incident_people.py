"""Whom an incident concerns and how each stands: told is who a carrier took a notice for, or who was told by a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, select

from models.case.complaint import Complaint
from models.case.data_incident import DataIncident, DataIncidentCase
from models.case.dispatch import Dispatch
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.incident_codes import IncidentState, PersonStanding
from models.ground.ways import Way
from services.unit_of_work import Unit

# The law says at once; that is by when supervisors are told that nobody has been, by the office's own rule.
TELL_WITHIN = timedelta(hours=4)
DONE = (PersonStanding.TOLD, PersonStanding.UNREACHABLE)
_ON_THE_WAY = (DispatchState.WAITING, DispatchState.SENDING)
_TOLD = (DispatchState.TAKEN, DispatchState.TOLD)


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

    @property
    def has_notice(self) -> bool:
        """Whether one was ever planned; who did not get it is told by a person, or from the list of notices."""
        return self.state is not None


def list_people(incident_id: str, unit: Unit) -> list[ConcernedPerson]:
    """Every case of the incident by its number."""
    notice = and_(
        Dispatch.complaint_id == DataIncidentCase.complaint_id,
        Dispatch.purpose == DispatchPurpose.DATA_INCIDENT,
        Dispatch.subject == DataIncidentCase.incident_id,
    )
    rows = unit.session.execute(
        select(DataIncidentCase, Complaint.number, Dispatch)
        .join(Complaint, Complaint.id == DataIncidentCase.complaint_id)
        .outerjoin(Dispatch, notice)
        .where(DataIncidentCase.incident_id == incident_id)
        .order_by(Complaint.number)
    )
    return [_tell(row, number, sent) for row, number, sent in rows]


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
    people = list_people(row.id, unit)
    if not people:
        return row.people > 0
    return any(one.standing not in DONE for one in people)


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
