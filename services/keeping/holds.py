"""What holds a file whatever its term: its case or something in it is not dealt with, or it is frozen.

Not dealt with are a review, another request in it or about its data, a message that only names it and waits for a person, and
a visit to come.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, exists, literal, select, union_all

from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.data_request import DataRequest
from models.case.file_freeze import FileFreeze
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


def map_holds(complaint_ids: Collection[str], unit: Unit) -> dict[str, frozenset[Hold]]:
    """By case, in one question however many; an empty set where nothing holds it.

    A review holds its file from the request to its end, without anybody freezing it.
    """
    looks: list[_Look] = [
        select(Complaint.id.label("id"), literal(Hold.OPEN.value).label("hold")).where(
            Complaint.stage != Stage.ARCHIVED, Complaint.id.in_(complaint_ids)
        ),
        select(Complaint.id, literal(Hold.FROZEN.value)).where(
            Complaint.id.in_(complaint_ids),
            exists().where(FileFreeze.complaint_id == Complaint.id, FileFreeze.released_at.is_(None)),
        ),
        # What somebody asked about his own data is answered out of the file.
        select(DataRequest.complaint_id, literal(Hold.REQUEST.value)).where(
            DataRequest.complaint_id.in_(complaint_ids), DataRequest.state == DataRequestState.OPEN
        ),
    ]
    looks += _look_beside(complaint_ids)
    for kind in KINDS.values():
        hold = Hold.REVIEW if kind.table is Review else Hold.REQUEST
        looks.append(
            select(kind.table.complaint_id, literal(hold.value)).where(
                kind.table.complaint_id.in_(complaint_ids), kind.table.state == RequestState.OPEN
            )
        )
    found: dict[str, set[Hold]] = {complaint_id: set() for complaint_id in complaint_ids}
    for complaint_id, code in unit.session.execute(union_all(*looks)):
        found[complaint_id].add(Hold(code))
    return {complaint_id: frozenset(holds) for complaint_id, holds in found.items()}


def _look_beside(complaint_ids: Collection[str]) -> list[_Look]:
    return [
        # Often of somebody else, who only named the number: nobody has read it yet.
        select(Incoming.complaint_id, literal(Hold.REQUEST.value)).where(
            Incoming.complaint_id.in_(complaint_ids),
            Incoming.state == IncomingState.PUT_ASIDE,
            Incoming.erased_at.is_(None),
        ),
        select(Appointment.complaint_id, literal(Hold.REQUEST.value)).where(
            Appointment.complaint_id.in_(complaint_ids),
            Appointment.state.in_((AppointmentState.BOOKED, AppointmentState.ARRIVED)),
        ),
    ]
