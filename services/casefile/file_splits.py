"""Which files were taken out of which."""

from collections.abc import Sequence

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.file_split import FileSplit
from services.unit_of_work import Unit


def list_taken_out(complaint_id: str, unit: Unit) -> Sequence[Complaint]:
    """The files that were taken out of this one, in the order of their numbers."""
    return unit.session.scalars(
        select(Complaint)
        .join(FileSplit, FileSplit.complaint_id == Complaint.id)
        .where(FileSplit.first_id == complaint_id)
        .order_by(Complaint.number)
    ).all()


def find_split(complaint_id: str, unit: Unit) -> FileSplit | None:
    """How this file came to be, where it was taken out of another."""
    return unit.session.get(FileSplit, complaint_id)
