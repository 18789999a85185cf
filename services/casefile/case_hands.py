"""Who has had a hand in a case, by what is on record: who handled it, decided in it or submitted a form of its way."""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import select, union

from bpmn.names import ActId, FormId
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.designation import Designation
from models.case.lifecycle import DecisionKind
from models.case.task_record import TaskRecord
from models.ledger.trail_event import TrailEvent
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
_ASSIGNED, _REPLACED = f"decision.{DecisionKind.ASSIGNMENT.value}", "handler.replaced"


def list_hands(complaint: Complaint, unit: Unit) -> frozenset[str]:
    """Logins of who handles or handled it, worked on it, or is or was named for one of its steps.

    Registering a case is no hand in it.
    """
    hands = {login for _, login, _ in list_assigned([complaint.id], unit)}
    hands |= list_workers(complaint.id, unit)
    named = select(Designation.staff_id).where(Designation.complaint_id == complaint.id)
    hands |= {login for login in (complaint.handler_id, *unit.session.scalars(named)) if login is not None}
    return frozenset(hands)


def list_workers(complaint_id: str, unit: Unit, *, before: datetime | None = None) -> frozenset[str]:
    """Logins of who decided in it, or submitted, before that moment, something of its way.

    Everybody at once, so that a form which asks it of all its options puts one question.
    """
    decided = select(Decision.by).where(Decision.complaint_id == complaint_id)
    worked = select(TaskRecord.submitted_by).where(
        TaskRecord.complaint_id == complaint_id, TaskRecord.form_id.not_in(sorted(NO_PART))
    )
    if before is not None:
        worked = worked.where(TaskRecord.submitted_at < before)
    return frozenset(unit.session.scalars(union(decided, worked)))


def list_assigned(complaint_ids: Collection[str], unit: Unit) -> Iterator[tuple[str, str, datetime]]:
    """Case, login and moment of each assignment of a handler, also of those that others came after.

    And of each who followed a handler without one.
    """
    rows = unit.session.execute(
        select(TrailEvent.complaint_id, TrailEvent.payload, TrailEvent.at).where(
            TrailEvent.complaint_id.in_(complaint_ids), TrailEvent.kind.in_((_ASSIGNED, _REPLACED))
        )
    )
    for case, payload, at in rows:
        content = payload.get("content")
        login = content.get("handler_id") if isinstance(content, dict) else payload.get("to")
        if case is not None and isinstance(login, str):
            yield case, login, at
