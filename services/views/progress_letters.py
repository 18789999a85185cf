"""The letters of a case that its complainant may save."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One that is frozen; `tells_result` where it is for the person concerned alone."""

    id: str
    title: str
    number: str
    dated: date
    tells_result: bool


def list_letter_lines(complaint: Complaint, unit: Unit) -> tuple[LetterLine, ...]:
    """The earliest first."""
    rows = unit.session.scalars(
        select(CaseLetter)
        .where(CaseLetter.complaint_id == complaint.id, CaseLetter.frozen_at.is_not(None))
        .order_by(CaseLetter.frozen_at, CaseLetter.id)
    )
    return tuple(
        LetterLine(row.id, row.content["title"], row.number or complaint.number, row.dated, row.tells_result)
        for row in rows
        if row.content is not None and row.dated is not None
    )
