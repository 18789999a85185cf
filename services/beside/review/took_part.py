"""Who took part in a case and so may not review it: its handlers and everybody who submitted something of its way."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, union

from bpmn.names import ActId, FormId
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.task_record import TaskRecord
from services.unit_of_work import Unit

HANDLED_THE_CASE = "HANDLED_THE_CASE"
# Who watches over the work, carries its result to another organ, says who keeps away or enters a wish did not do the work.
NO_PART = frozenset(
    {
        ActId.REQUEST_REVIEW.value,
        FormId.CLOSE_SUPERVISION.value,
        FormId.TRANSFER_DISCIPLINE.value,
        FormId.RECORD_DISCIPLINE_RESULT.value,
        FormId.DECIDE_RECUSAL.value,
    }
)


def took_part(complaint: Complaint, login: str, unit: Unit, *, before: datetime) -> bool:
    """Whether this person handled the case, decided in it or worked on it in any round, before the review was asked for.

    What the reviewer himself does about the case afterwards is the review.
    """
    return complaint.handler_id == login or login in _list_hands(complaint, before, unit)


def _list_hands(complaint: Complaint, before: datetime, unit: Unit) -> Collection[str]:
    """Everybody at once, so that a form which asks it of all its options puts one question."""
    decided = select(Decision.by).where(Decision.complaint_id == complaint.id)
    worked = select(TaskRecord.submitted_by).where(
        TaskRecord.complaint_id == complaint.id,
        TaskRecord.form_id.not_in(sorted(NO_PART)),
        TaskRecord.submitted_at < before,
    )
    return unit.session.scalars(union(decided, worked)).all()
