"""Who may work on a task: its role or the person designated for the case, and never those the rules exclude.

Used by the pages, the submission and the engine's listeners alike, so that no door is wider than another.
"""

from dataclasses import dataclass

from sqlalchemy import select

from bpmn.names import DisposalElement, FeedbackElement, InvestigationElement
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
from services.unit_of_work import Unit

# Tasks of the person designated for the case by a recorded decision, whatever his role.
DESIGNATED_ELEMENTS = frozenset(
    {
        InvestigationElement.USER_TASK_RECORD_FINDINGS.value,
        DisposalElement.USER_TASK_DRAFT_OPINION.value,
        FeedbackElement.USER_TASK_GIVE_ANSWER.value,
    }
)


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What the rules ask about a task; known to the engine's listener before our projection has a row."""

    complaint_id: str
    element_id: str
    candidate_groups: tuple[str, ...]


def facts_of_task(task: Task) -> TaskFacts:
    """The facts of a projected task."""
    return TaskFacts(task.complaint_id, task.element_id, tuple(task.candidate_groups))


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
    is_designated = complaint.handler_id == login and facts.element_id in DESIGNATED_ELEMENTS
    if not is_designated and not set(facts.candidate_groups).intersection(staff.roles):
        return "ROLE_MISSING"
    return find_exclusion(complaint.id, login, unit) or _find_own_work(facts, complaint, login, unit)


def find_exclusion(complaint_id: str, login: str, unit: Unit) -> str | None:
    """COMPLAINED_ABOUT or RECUSED when this person must keep away from the whole case (回避)."""
    respondents = unit.session.scalars(
        select(Respondent).where(Respondent.complaint_id == complaint_id)
    ).all()
    people = {respondent.staff_id for respondent in respondents if respondent.staff_id}
    units = {respondent.unit for respondent in respondents if respondent.unit}
    if login in people:
        return "COMPLAINED_ABOUT"
    today = beijing_date(unit.clock.now())
    relations = list_relations(unit.session, login, frozenset(people | units), today)
    return "RECUSED" if any(relation.blocks for relation in relations) else None


def _find_own_work(facts: TaskFacts, complaint: Complaint, login: str, unit: Unit) -> str | None:
    if facts.element_id == DisposalElement.USER_TASK_APPROVE_OPINION:
        opinion = find_decision(complaint.id, DecisionKind.OPINION, complaint.round, unit)
        return "FOUR_EYES" if opinion is not None and opinion.by == login else None
    if facts.element_id == FeedbackElement.USER_TASK_RECORD_RETURN_VISIT:
        handled = unit.session.scalars(
            select(TaskRecord.id)
            .where(
                TaskRecord.complaint_id == complaint.id,
                TaskRecord.submitted_by == login,
                # An earlier attempt to reach the person is the visit itself.
                TaskRecord.element_id != FeedbackElement.USER_TASK_RECORD_RETURN_VISIT,
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
    """True for staff of the complaint office and its line and for the designated handler.

    Never for a person complained about or recused in the case.
    """
    login = staff_id_of(actor)
    has_reach = bool(actor.roles & READ_ALL_ROLES) or complaint.handler_id == login
    return has_reach and find_exclusion(complaint.id, login, unit) is None
