"""What letters about requests to others have in common: their rows, and whom the centre asks."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select

from models.beside.side_request import SideRequest
from models.case.complaint import Complaint
from services.unit_of_work import Unit

Request = TypeVar("Request", bound=SideRequest)


def list_requests(table: type[Request], complaint: Complaint, unit: Unit) -> Sequence[Request]:
    """Those of the case, the first first."""
    rows = select(table).where(table.complaint_id == complaint.id).order_by(table.no)
    return unit.session.scalars(rows).all()


def get_request(table: type[Request], subject: str, unit: Unit) -> Request:
    """The one that a letter tells of."""
    return unit.session.get_one(table, subject)
