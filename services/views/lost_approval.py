"""Why a decision is there again although nobody sent it back: the diagram of its case has lost the step that approves it."""

from dataclasses import dataclass
from datetime import datetime

from models.case.complaint import Complaint
from models.case.task import Task
from services.access.waiting_decisions import FORM_APPROVED_BY
from services.casefile.proposals import find_open_proposal
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class LostApproval:
    """`element` is the step that is missing, `at` when the decision was proposed that waits for it."""

    element: str
    at: datetime


def find_lost_approval(task: Task, complaint: Complaint, unit: Unit) -> LostApproval | None:
    """What waits in vain: a diagram that draws the approval opens this task only when nothing waits for it any more."""
    element = next((step for step, form in FORM_APPROVED_BY.items() if form == task.form_id), None)
    if element is None or task.form_id is None:
        return None
    row = find_open_proposal(complaint.id, task.form_id, unit)
    return None if row is None else LostApproval(element, row.at)
