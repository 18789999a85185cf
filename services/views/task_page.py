"""One task with its deployed form, the data the form is shown with, and whether this person may submit it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bpmn.names import FormId
from models.case.complaint import Complaint
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.case.task_draft import TaskDraft
from models.clock.clock import Clock
from models.ground.errors import Conflict, NotFound
from models.ground.keeping_codes import FILE_DESTROYED
from models.office.deployed_form import DeployedForm
from services.access.task_facts import facts_of_task
from services.actor import Actor, staff_id_of
from services.forms.earlier_form import find_earlier_names, show_earlier
from services.forms.form_of_task import ServedForm, find_form_of
from services.forms.task_case import TaskCase
from services.office.known_office import know_office
from services.tasks.registry import get_handler
from services.unit_of_work import Unit, UnitOfWork
from services.views.case_summary import CaseSummary, summarise
from services.views.lost_approval import LostApproval, find_lost_approval
from services.views.my_tasks import TaskRow, list_rows
from services.views.named_for import NamedFor, find_named_for
from services.views.sent_back import SentBack, find_sent_back
from services.views.suggested import Suggested, suggest_for
from services.views.unreviewed import UnreviewedVersion, has_unreviewed, list_unreviewed
from services.worklist.task_permission import find_bar, require_may_know


@dataclass(frozen=True, slots=True)
class TaskPage:
    """`data` is the form's context with the person's draft over it; `why_not` is the code of the rule against it.

    `form` serves the task; where it is None there is no schema, and `why_not` is why, unless a rule stands before it.
    `ended_note` tells why the engine took a submitted task away meanwhile, `sent_back` and `lost_approval` why it is there
    again, `named` whom a supervisor named for it; `suggested` stands on the open decision on the acceptance,
    `draft_saved_at` tells when the person last left off; `unreviewed` is what the case goes by although nobody reviewed it.
    """

    row: TaskRow
    form: ServedForm
    schema: dict[str, object] | None
    data: dict[str, object]
    case: CaseSummary
    can_submit: bool
    why_not: str | None
    ended_note: str | None
    sent_back: SentBack | None
    lost_approval: LostApproval | None
    named: NamedFor | None
    suggested: Suggested | None
    draft_saved_at: datetime | None
    unreviewed: tuple[UnreviewedVersion, ...]


def get_task(user_task_key: str, unit_of_work: UnitOfWork, actor: Actor) -> TaskPage:
    """The page of one task; NotFound when there is none or the actor may not see its case.

    Conflict(FILE_DESTROYED) where the file of its case was destroyed.
    """
    with unit_of_work.reading() as unit:
        return read_task(user_task_key, unit, actor)


def read_task(user_task_key: str, unit: Unit, actor: Actor) -> TaskPage:
    """The same in a look that reads more beside it."""
    login = staff_id_of(actor)
    found = unit.session.execute(
        select(Task, Complaint, Clock, TaskDraft, has_unreviewed())
        .join(Complaint, Complaint.id == Task.complaint_id)
        .outerjoin(Clock, Clock.id == Task.clock_id)
        .outerjoin(TaskDraft, (TaskDraft.user_task_key == Task.user_task_key) & (TaskDraft.staff_id == login))
        .where(Task.user_task_key == user_task_key)
    ).one_or_none()
    if found is None:
        raise NotFound
    # The limit is held for whatever asks for it by its id.
    task, complaint, _limit, draft, is_marked = found
    if complaint.destroyed_at is not None:
        raise Conflict(code=FILE_DESTROYED)
    know_office(unit)
    # A representative of a unit works on the task of his unit without a view of the file behind it.
    require_may_know(facts_of_task(task), unit, actor)
    served = find_form_of(task, unit)
    why_not = _find_reason(task, login, unit) or served.why
    return TaskPage(
        row=list_rows([task], login, unit)[0],
        form=served,
        schema=None if served.form is None else served.form.schema_json,
        data={} if served.form is None else _data(TaskCase(unit, complaint, task, actor), served.form, draft),
        case=summarise(complaint),
        can_submit=why_not is None,
        why_not=why_not,
        ended_note=task.end_reason,
        sent_back=find_sent_back(task, complaint, unit) if task.state is TaskState.OPEN else None,
        lost_approval=find_lost_approval(task, complaint, unit) if task.state is TaskState.OPEN else None,
        named=find_named_for(task, unit),
        suggested=_suggest(task, complaint, unit, actor),
        draft_saved_at=None if draft is None else draft.saved_at,
        unreviewed=list_unreviewed(complaint.id, unit) if is_marked else (),
    )


def _suggest(task: Task, complaint: Complaint, unit: Unit, actor: Actor) -> Suggested | None:
    is_asked = task.state is TaskState.OPEN and task.form_id == FormId.DECIDE_ACCEPTANCE
    return suggest_for(complaint, unit, actor) if is_asked else None


def _find_reason(task: Task, login: str, unit: Unit) -> str | None:
    if task.state is TaskState.SUBMITTED:
        return "ALREADY_SUBMITTED"
    if task.state is not TaskState.OPEN:
        return "TASK_ENDED"
    if task.claimed_by not in (None, login):
        return "CLAIMED_BY_OTHER"
    return find_bar(facts_of_task(task), login, unit)


def _data(case: TaskCase, form: DeployedForm, draft: TaskDraft | None) -> dict[str, object]:
    data = show_earlier(get_handler(case.task.form_id).context(case), find_earlier_names(form.schema_json))
    return {**data, **draft.answers} if draft is not None else data
