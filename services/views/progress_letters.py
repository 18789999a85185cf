"""The letters of a case that its complainant may save."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.ground.letter_codes import LetterReaders
from services.casefile.void_notice import is_void
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One that is frozen; `is_for_concerned` where it is for the person concerned alone."""

    id: str
    title: str
    number: str
    dated: date
    is_for_concerned: bool


def list_letter_lines(complaint: Complaint, unit: Unit) -> tuple[LetterLine, ...]:
    """The earliest first; not what tells of more time that came to nothing."""
    rows = unit.session.scalars(
        select(CaseLetter)
        .where(
            CaseLetter.complaint_id == complaint.id,
            CaseLetter.frozen_at.is_not(None),
            CaseLetter.readers.in_([readers for readers in LetterReaders if readers.is_at_query_code]),
        )
        .order_by(CaseLetter.frozen_at, CaseLetter.id)
    )
    return tuple(
        LetterLine(
            id=row.id,
            title=row.content["title"],
            number=row.number or complaint.number,
            dated=row.dated,
            is_for_concerned=row.readers is LetterReaders.CONCERNED,
        )
        for row in rows
        if row.content is not None and row.dated is not None and not is_void(row, unit)
    )
