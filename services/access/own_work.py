"""What a person did in a case that keeps him from a later task of it: his opinion from its approval, any hand from the visit."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, select

from bpmn.names import ActId, FormId
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind
from models.case.task_record import TaskRecord
from services.access.task_facts import TaskFacts
from services.unit_of_work import Unit

FOUR_EYES = "FOUR_EYES"
HANDLED_THE_CASE = "HANDLED_THE_CASE"
# Forms whose submission is no hand in the case: an earlier attempt to reach the person is the visit itself, and who watches
# over the work, carries its result to another organ or says who keeps away did not do the work.
VISITORS_FORMS = frozenset(
    {
        FormId.RECORD_RETURN_VISIT.value,
        ActId.REQUEST_REVIEW.value,
        FormId.CLOSE_SUPERVISION.value,
        FormId.TRANSFER_DISCIPLINE.value,
        FormId.RECORD_DISCIPLINE_RESULT.value,
        FormId.DECIDE_RECUSAL.value,
    }
)


def find_drafters_bars(tasks: Collection[TaskFacts], login: str, unit: Unit) -> dict[TaskFacts, str]:
    """FOUR_EYES for who looks at or approves his own opinion of the present round. As many queries for a thousand as for one."""
    drafted = _list_drafted({facts.complaint_id for facts in tasks}, login, unit)
    return {facts: FOUR_EYES for facts in tasks if facts.complaint_id in drafted}


def find_visitors_bars(tasks: Collection[TaskFacts], login: str, unit: Unit) -> dict[TaskFacts, str]:
    """HANDLED_THE_CASE for who would visit about his own work. As many queries for a thousand as for one."""
    handled = _list_handled({facts.complaint_id for facts in tasks}, login, unit)
    return {facts: HANDLED_THE_CASE for facts in tasks if facts.complaint_id in handled}


def _list_drafted(complaint_ids: set[str], login: str, unit: Unit) -> frozenset[str]:
    """Those of the cases whose opinion of the present round is the person's."""
    if not complaint_ids:
        return frozenset()
    is_of_round = and_(Complaint.id == Decision.complaint_id, Complaint.round == Decision.round)
    drafts = (
        select(Decision.complaint_id)
        .join(Complaint, is_of_round)
        .where(
            Decision.complaint_id.in_(complaint_ids),
            Decision.kind == DecisionKind.OPINION,
            Decision.by == login,
        )
    )
    return frozenset(unit.session.scalars(drafts))


def _list_handled(complaint_ids: set[str], login: str, unit: Unit) -> frozenset[str]:
    """Those of the cases in which the person submitted something else than a visit."""
    if not complaint_ids:
        return frozenset()
    handled = (
        select(TaskRecord.complaint_id)
        .where(
            TaskRecord.complaint_id.in_(complaint_ids),
            TaskRecord.submitted_by == login,
            TaskRecord.form_id.not_in(VISITORS_FORMS),
        )
        .distinct()
    )
    return frozenset(unit.session.scalars(handled))
