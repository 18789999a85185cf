"""What letters tell of row by row, for several tables in one statement, since a page asks for every kind of letter."""

from enum import StrEnum

from sqlalchemy import literal, select

from models.beside.refused_review import RefusedReview
from models.beside.support_note import SupportNote
from models.beside.told_finding import ToldFinding
from models.case.complaint import Complaint
from services.unit_of_work import Unit


class RowsToldOf(StrEnum):
    """Rows that stand: findings that nothing superseded, notes in force, requests for a review that were refused."""

    FINDINGS = "findings"
    NOTES = "notes"
    REFUSED_REVIEWS = "refused_reviews"


def list_row_subjects(told_of: RowsToldOf, complaint: Complaint, unit: Unit) -> list[str]:
    """Their ids, the first first."""
    findings = select(
        literal(RowsToldOf.FINDINGS.value).label("rows"), ToldFinding.no.label("no"), ToldFinding.id
    )
    notes = select(literal(RowsToldOf.NOTES.value), SupportNote.no, SupportNote.id)
    refused = select(literal(RowsToldOf.REFUSED_REVIEWS.value), RefusedReview.round, RefusedReview.id)
    standing = findings.where(
        ToldFinding.complaint_id == complaint.id, ToldFinding.superseded_at.is_(None)
    ).union_all(
        notes.where(SupportNote.complaint_id == complaint.id, SupportNote.superseded_at.is_(None)),
        refused.where(RefusedReview.complaint_id == complaint.id),
    )
    found = unit.session.execute(standing.order_by("rows", "no", "id"))
    return [row.id for row in found if row.rows == told_of.value]
