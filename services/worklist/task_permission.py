"""Who may work on a task: its role or the person designated for the case, and never those the rules exclude.

Used by the pages, the submission and the engine's listeners alike, so that no door is wider than another.
"""

from dataclasses import dataclass

from sqlalchemy import select

from bpmn.names import (
    ActId,
    DisposalElement,
    ExtensionElement,
    FeedbackElement,
    FormId,
    InvestigationElement,
    RectificationElement,
    SupervisionElement,
)
from models.codes import Role
from models.complaint import Complaint
from models.errors import NotPermitted
from models.legal_time import beijing_date
from models.lifecycle import DecisionKind
from models.respondent import Respondent
from models.staff import Staff
from models.task import Task
from models.task_record import TaskRecord
from services.actor import Actor, staff_id_of
from services.casefile.decisions import find_decision
from services.organisation.relations import list_relations
from services.recusal.excluded import is_recused
from services.recusal.find_designation import list_designations, may_act_for
from services.unit_of_work import Unit
from services.worklist.element_rules import find_element_bar

# Tasks of the person designated for the case by a recorded decision, whatever his role.
DESIGNATED_ELEMENTS = frozenset(
    {
        InvestigationElement.USER_TASK_PLAN_INVESTIGATION.value,
        InvestigationElement.USER_TASK_RECORD_INVESTIGATION_ACT.value,
        InvestigationElement.USER_TASK_RECORD_FINDINGS.value,
        DisposalElement.USER_TASK_DRAFT_OPINION.value,
        FeedbackElement.USER_TASK_GIVE_ANSWER.value,
        ExtensionElement.USER_TASK_TELL_EXTENSION.value,
        SupervisionElement.USER_TASK_EXPLAIN_DELAY.value,
        RectificationElement.USER_TASK_REPORT_RECTIFICATION.value,
    }
)
# What somebody else than the drafter of the opinion does.
APPROVING_ELEMENTS = frozenset(
    {DisposalElement.USER_TASK_REVIEW_OPINION.value, DisposalElement.USER_TASK_APPROVE_OPINION.value}
)
# Forms whose submission is no hand in the case: an earlier attempt to reach the person is the visit itself.
VISITORS_FORMS = frozenset({FormId.RECORD_RETURN_VISIT.value, ActId.REQUEST_REVIEW.value})


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What the rules ask about a task; known to the engine's listener before our projection has a row.

    `process_instance_key` tells apart the tasks of two requests of one kind.
    """

    complaint_id: str
    element_id: str
    candidate_groups: tuple[str, ...]
    process_instance_key: str | None = None


def facts_of_task(task: Task) -> TaskFacts:
    """The facts of a projected task."""
    return TaskFacts(
        task.complaint_id, task.element_id, tuple(task.candidate_groups), task.process_instance_key
    )


def require_may_work(facts: TaskFacts, unit: Unit, actor: Actor) -> str:
    """The login of the actor; NotPermitted with the code of the rule otherwise."""
    login = staff_id_of(actor)
    code = find_bar(facts, login, unit)
    if code is not None:
        raise NotPermitted(code=code)
    return login


def find_bar(facts: TaskFacts, login: str, unit: Unit) -> str | None:
    """The code of the first rule that keeps this person from the task, None when nothing does."""
    staff = unit.session.get(Staff, login)
    if staff is None or not staff.active:
        return "NOT_ACTIVE_STAFF"
    complaint = unit.session.get_one(Complaint, facts.complaint_id)
    if not _is_entitled(facts, complaint, staff, unit):
        return "ROLE_MISSING"
    return (
        find_exclusion(complaint.id, login, unit)
        or _find_own_work(facts, complaint, login, unit)
        or find_element_bar(facts, login, unit)
    )


def _is_entitled(facts: TaskFacts, complaint: Complaint, staff: Staff, unit: Unit) -> bool:
    """By role, as the handler of the case, or by a designation for this case."""
    if set(facts.candidate_groups).intersection(staff.roles):
        return True
    if complaint.handler_id == staff.login and facts.element_id in DESIGNATED_ELEMENTS:
        return True
    return may_act_for(complaint.id, staff.login, facts.candidate_groups, unit)


def find_exclusion(complaint_id: str, login: str, unit: Unit) -> str | None:
    """COMPLAINED_ABOUT or RECUSED when this person must keep away from the whole case (回避)."""
    respondents = unit.session.scalars(
        select(Respondent).where(Respondent.complaint_id == complaint_id)
    ).all()
    people = {respondent.staff_id for respondent in respondents if respondent.staff_id}
    units = {respondent.unit for respondent in respondents if respondent.unit}
    if login in people:
        return "COMPLAINED_ABOUT"
    if is_recused(complaint_id, login, unit):
        return "RECUSED"
    today = beijing_date(unit.clock.now())
    relations = list_relations(unit.session, login, frozenset(people | units), today)
    return "RECUSED" if any(relation.blocks for relation in relations) else None


def _find_own_work(facts: TaskFacts, complaint: Complaint, login: str, unit: Unit) -> str | None:
    if facts.element_id in APPROVING_ELEMENTS:
        opinion = find_decision(complaint.id, DecisionKind.OPINION, complaint.round, unit)
        return "FOUR_EYES" if opinion is not None and opinion.by == login else None
    if facts.element_id == FeedbackElement.USER_TASK_RECORD_RETURN_VISIT:
        handled = unit.session.scalars(
            select(TaskRecord.id)
            .where(
                TaskRecord.complaint_id == complaint.id,
                TaskRecord.submitted_by == login,
                TaskRecord.form_id.not_in(VISITORS_FORMS),
            )
            .limit(1)
        ).one_or_none()
        return "HANDLED_THE_CASE" if handled is not None else None
    return None


# Roles that may read every case file of the centre; others only cases they are designated for or worked on.
READ_ALL_ROLES = frozenset(
    {Role.INTAKE, Role.INVESTIGATOR, Role.APPROVER, Role.DIRECTOR, Role.SUPERVISOR, Role.RETURN_VISIT}
)


def may_read_case(complaint: Complaint, unit: Unit, actor: Actor) -> bool:
    """True for staff of the complaint office and its line, for the handler and for who is designated for the case.

    Never for a person complained about or recused in the case.
    """
    login = staff_id_of(actor)
    has_reach = (
        bool(actor.roles & READ_ALL_ROLES)
        or complaint.handler_id == login
        or bool(list_designations(complaint.id, login, unit))
    )
    return has_reach and find_exclusion(complaint.id, login, unit) is None
