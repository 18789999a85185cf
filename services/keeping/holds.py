"""What holds a file whatever its term: its case or something in it is not dealt with, or it is frozen.

Not dealt with are a review, another request in it or about its data, a message that only names it and waits for a person, and
a visit to come.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, literal, select, true, union_all
from sqlalchemy.orm import InstrumentedAttribute

from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.data_request import DataRequest
from models.case.file_freeze import FileFreeze
from models.case.file_volume import FileVolume
from models.case.incoming import Incoming
from models.case.lifecycle import RequestState, Stage
from models.ground.appointment_codes import AppointmentState
from models.ground.incoming_codes import IncomingState
from models.ground.keeping_codes import Hold
from models.ground.privacy_codes import DataRequestState
from models.office.appointment import Appointment
from services.requests.kinds import KINDS
from services.unit_of_work import Unit

# Any: of some tables a row may name no case.
_Look = Select[*tuple[Any, ...]]


def map_holds(
    complaint_ids: Collection[str], unit: Unit, *, since: datetime | None = None
) -> dict[str, frozenset[Hold]]:
    """By case, in one question however many; an empty set where nothing holds it.

    A review holds its file from the request to its end, without anybody freezing it. With `since` only what began then or
    later is told, and a case that is not closed.
    """
    looks: list[_Look] = [
        select(Complaint.id.label("id"), literal(Hold.OPEN.value).label("hold")).where(
            Complaint.stage != Stage.ARCHIVED, Complaint.id.in_(complaint_ids)
        ),
        select(Complaint.id, literal(Hold.FROZEN.value)).where(
            Complaint.id.in_(complaint_ids),
            exists()
            .where(FileFreeze.complaint_id == Complaint.id, FileFreeze.released_at.is_(None))
            .where(_is_from(FileFreeze.at, since)),
        ),
        # What somebody asked about his own data is answered out of the file.
        select(DataRequest.complaint_id, literal(Hold.REQUEST.value))
        .where(DataRequest.complaint_id.in_(complaint_ids), DataRequest.state == DataRequestState.OPEN)
        .where(_is_from(DataRequest.asked_at, since)),
    ]
    looks += _look_beside(complaint_ids, since)
    for kind in KINDS.values():
        hold = Hold.REVIEW if kind.table is Review else Hold.REQUEST
        looks.append(
            select(kind.table.complaint_id, literal(hold.value)).where(
                kind.table.complaint_id.in_(complaint_ids),
                kind.table.state == RequestState.OPEN,
                _is_from(kind.table.requested_at, since),
            )
        )
    found: dict[str, set[Hold]] = {complaint_id: set() for complaint_id in complaint_ids}
    for complaint_id, code in unit.session.execute(union_all(*looks)):
        found[complaint_id].add(Hold(code))
    return {complaint_id: frozenset(holds) for complaint_id, holds in found.items()}


def find_unsealed(complaint_id: str, unit: Unit) -> frozenset[Hold]:
    """A volume that was ordered would be bound of what is left of a file that is emptied."""
    waits = exists().where(FileVolume.complaint_id == complaint_id, FileVolume.sealed_at.is_(None))
    return frozenset({Hold.OPEN}) if unit.session.scalar(select(waits)) else frozenset()


def _is_from(moment: InstrumentedAttribute[datetime], since: datetime | None) -> ColumnElement[bool]:
    return true() if since is None else moment >= since


def _look_beside(complaint_ids: Collection[str], since: datetime | None) -> list[_Look]:
    return [
        # Often of somebody else, who only named the number: nobody has read it yet.
        select(Incoming.complaint_id, literal(Hold.REQUEST.value)).where(
            Incoming.complaint_id.in_(complaint_ids),
            Incoming.state == IncomingState.PUT_ASIDE,
            Incoming.erased_at.is_(None),
            _is_from(Incoming.state_at, since),
        ),
        select(Appointment.complaint_id, literal(Hold.REQUEST.value)).where(
            Appointment.complaint_id.in_(complaint_ids),
            Appointment.state.in_((AppointmentState.BOOKED, AppointmentState.ARRIVED)),
            _is_from(Appointment.state_at, since),
        ),
    ]
