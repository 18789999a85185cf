"""Who may not decide on a review, asked by every door of the task."""

from __future__ import annotations

from models.case.complaint import Complaint
from services.access.task_facts import TaskFacts
from services.beside.review.reviewers import find_open_review
from services.beside.review.took_part import took_part
from services.casefile.case_hands import HANDLED_THE_CASE
from services.unit_of_work import Unit


def find_handler_bar(facts: TaskFacts, login: str, unit: Unit) -> str | None:
    """HANDLED_THE_CASE for who handled the case, worked on it or made one of its decisions."""
    complaint = unit.session.get_one(Complaint, facts.complaint_id)
    review = find_open_review(complaint.id, unit)
    before = unit.clock.now() if review is None else review.requested_at
    return HANDLED_THE_CASE if took_part(complaint, login, unit, before=before) else None
