"""Which archived files the archives have confirmed to have (已移交), as lists, pages and tables of cases say it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.file_keeping import FileKeeping
from models.case.lifecycle import Stage
from services.unit_of_work import Unit


def map_transferred(complaints: Iterable[Complaint], unit: Unit) -> dict[str, date]:
    """The day of the receipt by the id of the case; one query however many there are, none where none is archived."""
    archived = [complaint.id for complaint in complaints if complaint.stage is Stage.ARCHIVED]
    if not archived:
        return {}
    rows = unit.session.execute(
        select(FileKeeping.complaint_id, FileKeeping.transferred_on).where(
            FileKeeping.complaint_id.in_(archived), FileKeeping.transferred_on.is_not(None)
        )
    )
    return {complaint_id: day for complaint_id, day in rows if day is not None}
