"""What holds a file whatever its term: its case, a review or another request in it or about its data is open, or it is frozen."""

from collections.abc import Collection

from sqlalchemy import exists, literal, select, union_all

from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.data_request import DataRequest
from models.case.file_freeze import FileFreeze
from models.case.lifecycle import RequestState, Stage
from models.ground.keeping_codes import Hold
from models.ground.privacy_codes import DataRequestState
from services.requests.kinds import KINDS
from services.unit_of_work import Unit


def map_holds(complaint_ids: Collection[str], unit: Unit) -> dict[str, frozenset[Hold]]:
    """By case, in one question however many; an empty set where nothing holds it.

    A review holds its file from the request to its end, without anybody freezing it.
    """
    looks = [
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
