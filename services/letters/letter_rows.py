"""The rows of the letters of a case: asked for in one way, so that a page asks once for all that it tells of them."""

from collections.abc import Sequence

from sqlalchemy import Row, and_, select

from models.case.letter import CaseLetter
from models.case.letter_delivery import LetterDelivery
from models.ground.delivery_codes import DeliveryPurpose
from services.unit_of_work import Unit
from services.views.delivery_line import DeliveryLine, tell_delivery


def list_letter_rows(complaint_id: str, unit: Unit) -> Sequence[CaseLetter]:
    """All, frozen or worded; the latest frozen first."""
    return tuple(dict.fromkeys(row for row, _ in _ask(complaint_id, unit)))


def map_deliveries(complaint_id: str, unit: Unit) -> dict[str, list[DeliveryLine]]:
    """By letter, how it left and what became of it, the first attempt first."""
    found: dict[str, list[DeliveryLine]] = {}
    for row, delivery in _ask(complaint_id, unit):
        if delivery is not None:
            found.setdefault(row.id, []).append(tell_delivery(delivery, None))
    return found


def _ask(complaint_id: str, unit: Unit) -> Sequence[Row[CaseLetter, LetterDelivery | None]]:
    is_its = and_(
        LetterDelivery.complaint_id == CaseLetter.complaint_id,
        LetterDelivery.purpose == DeliveryPurpose.LETTER,
        LetterDelivery.subject == CaseLetter.id,
    )
    rows = (
        select(CaseLetter, LetterDelivery)
        .outerjoin(LetterDelivery, is_its)
        .where(CaseLetter.complaint_id == complaint_id)
        .order_by(CaseLetter.frozen_at.desc(), CaseLetter.id, LetterDelivery.attempt)
    )
    return unit.session.execute(rows).all()
