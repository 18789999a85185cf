"""The objections that a review was opened for or that came to it, for who decides it."""

from sqlalchemy import select

from models.beside.objection import Objection
from models.beside.review import Review
from models.beside.told_finding import ToldFinding
from services.rights.party import name_party, party_of
from services.unit_of_work import Unit


def word_objections(review: Review, unit: Unit) -> list[str]:
    """One line each: who objected, why, and why the approver wants it looked at again."""
    rows = unit.session.execute(
        select(Objection, ToldFinding)
        .join(ToldFinding, ToldFinding.id == Objection.told_finding_id)
        .where(Objection.review_id == review.id)
        .order_by(Objection.raised_at, Objection.id)
    )
    return [
        f"{name_party(party_of(told), unit)}的异议：{row.reason}（批准人意见：{row.decision_reason}）"
        for row, told in rows
    ]
