"""A notice or a mailed document for a change: its case and itself locked, in the order in which everybody locks them."""

from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.ground.errors import Conflict, NotFound
from models.ground.keeping_codes import FILE_DESTROYED
from services.unit_of_work import Unit


def lock_dispatch(dispatch_id: str, unit: Unit) -> Dispatch:
    """NotFound for an unknown id, Conflict(FILE_DESTROYED) of a file that is gone."""
    row = unit.session.get(Dispatch, dispatch_id)
    if row is None:
        raise NotFound
    if lock_with_case(row, unit).destroyed_at is not None:
        raise Conflict(code=FILE_DESTROYED)
    return row


def lock_with_case(row: Dispatch, unit: Unit) -> Complaint:
    """Its case, read anew as the row is; also where the file is gone, since what a carrier did stays to be written down."""
    complaint = unit.session.get_one(Complaint, row.complaint_id, with_for_update=True)
    unit.session.refresh(row, with_for_update=True)
    return complaint
