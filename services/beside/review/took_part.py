"""Who took part in a case and so may not review it: its handlers and everybody who submitted something of its way."""

from datetime import datetime

from sqlalchemy import or_, select

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
    if complaint.handler_id == login:
        return True
    decided = select(Decision.id).where(Decision.complaint_id == complaint.id, Decision.by == login)
    worked = select(TaskRecord.id).where(
        TaskRecord.complaint_id == complaint.id,
        TaskRecord.submitted_by == login,
        TaskRecord.form_id.not_in(NO_PART),
        TaskRecord.submitted_at < before,
    )
    return unit.session.scalar(select(or_(decided.exists(), worked.exists()))) is True
