"""What a person did in a case that keeps him from a later task of it: his opinion from its approval, any hand from the visit."""

from __future__ import annotations

from collections.abc import Collection, Set

from sqlalchemy import and_, select

from bpmn.names import ActId, FormId
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.designation import Designation
from models.case.lifecycle import DecisionKind
from models.case.task_record import TaskRecord
from models.ground.codes import CaseRole
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
# And of whom a route names for the visit.
ROUTED_VISITORS_FORMS = frozenset({FormId.DECIDE_ACCEPTANCE.value, FormId.ASSIGN_HANDLER.value})


def find_drafters_bars(tasks: Collection[TaskFacts], login: str, unit: Unit) -> dict[TaskFacts, str]:
    """FOUR_EYES for who looks at or approves his own opinion of the present round. As many queries for a thousand as for one."""
    drafted = _list_drafted({facts.complaint_id for facts in tasks}, login, unit)
    return {facts: FOUR_EYES for facts in tasks if facts.complaint_id in drafted}


def find_visitors_bars(tasks: Collection[TaskFacts], login: str, unit: Unit) -> dict[TaskFacts, str]:
    """HANDLED_THE_CASE for who would visit about his own work. As many queries for a thousand as for one.

    Whom a route names for the visit may have decided on acceptance: where a whole office is out, the other unit is small,
    and its head hands the work out before he visits.
    """
    cases = {facts.complaint_id for facts in tasks}
    named = _list_routed_visits(cases, login, unit)
    handled = _list_handled(cases - named, VISITORS_FORMS, login, unit)
    handled |= _list_handled(named, VISITORS_FORMS | ROUTED_VISITORS_FORMS, login, unit)
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


def _list_routed_visits(complaint_ids: set[str], login: str, unit: Unit) -> frozenset[str]:
    """Those of the cases whose route names the person for the visit."""
    if not complaint_ids:
        return frozenset()
    named = select(Designation.complaint_id).where(
        Designation.complaint_id.in_(complaint_ids),
        Designation.staff_id == login,
        Designation.role_in_case == CaseRole.RETURN_VISITOR,
        Designation.route_id.is_not(None),
        Designation.ended_at.is_(None),
    )
    return frozenset(unit.session.scalars(named))


def _list_handled(complaint_ids: Set[str], forms: Set[str], login: str, unit: Unit) -> frozenset[str]:
    """Those of the cases in which the person submitted something else than `forms`."""
    if not complaint_ids:
        return frozenset()
    handled = (
        select(TaskRecord.complaint_id)
        .where(
            TaskRecord.complaint_id.in_(complaint_ids),
            TaskRecord.submitted_by == login,
            TaskRecord.form_id.not_in(forms),
        )
        .distinct()
    )
    return frozenset(unit.session.scalars(handled))
