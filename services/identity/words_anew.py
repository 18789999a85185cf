"""What the vault holds of a complainant has changed: what was found of his words before is found no more."""

from sqlalchemy import delete, select

from models.case.case_text import CasePair, CaseText
from services.unit_of_work import Unit


def forget_found_words(complaint_id: str, unit: Unit) -> None:
    """In the caller's unit; the words are taken in again by the next round, cut by what the vault holds then."""
    held = select(CaseText).where(CaseText.complaint_id == complaint_id).with_for_update()
    row = unit.session.scalars(held).first()
    if row is not None:
        unit.session.execute(delete(CasePair).where(CasePair.no == row.no))
        row.edition = 0
