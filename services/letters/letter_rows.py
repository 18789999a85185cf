"""The rows of the letters of a case: asked for in one way, so that a page asks once for all that it tells of them."""

from collections.abc import Sequence

from sqlalchemy import select

from models.case.letter import CaseLetter
from services.unit_of_work import Unit


def list_letter_rows(complaint_id: str, unit: Unit) -> Sequence[CaseLetter]:
    """All, frozen or worded; the latest frozen first."""
    rows = select(CaseLetter).where(CaseLetter.complaint_id == complaint_id)
    return unit.session.scalars(rows.order_by(CaseLetter.frozen_at.desc(), CaseLetter.id)).all()
