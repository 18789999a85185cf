"""Submitting a user task: record, effect on the case and the message to the engine in one transaction.

The engine is told after the commit. The same submission again is the first one's record; another one is refused, since a
task is done once.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from sqlalchemy import delete, select

from models.case.lifecycle import TaskState
from models.case.task import Task
from models.case.task_draft import TaskDraft
from models.case.task_record import TaskRecord
from models.clock.legal_time import beijing_date
from models.ground.errors import Conflict, NotFound
from models.ground.ids import new_id
from models.office.deployed_form import DeployedForm
from services.access.task_facts import facts_of_task
from services.actor import Actor, staff_id_of
from services.beside.sheets.settle_leaving import Decided, Settled, settle_leaving
from services.casefile.get_case import get_complaint
from services.evidence.form_uploads import file_uploads, list_uploads
from services.forms.earlier_form import (
    find_earlier_names,
    mark_earlier,
    read_earlier,
    require_earlier,
    show_earlier,
)
from services.forms.form_of_task import get_form_of
from services.forms.labelled_answers import label_answers
from services.forms.schema import list_keys
from services.forms.task_case import Answers, TaskCase
from services.forms.validate import FormContext, validate
from services.once.once_per_submission import Sending, has_said_the_same, keep_answer
from services.outbox.complete_user_task import CompleteUserTask, key_of_completion
from services.tasks.registry import get_handler
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.get_task import get_open_task, get_task_row
from services.worklist.task_permission import require_may_work
from services.worklist.upload_file import place_of_task

DOOR = "user-task"


@dataclass(frozen=True, slots=True)
class SubmitTask:
    """The answers as the form gives them; only what the deployed form knows is taken.

    `decided` is what becomes of words about third persons in what leaves with it. `said` is what a page sent that keeps the
    answers here meanwhile: by it, and not by them, the page is known when it is sent again.
    """

    user_task_key: str
    answers: Mapping[str, object]
    decided: Decided | None = None
    said: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SubmittedTask:
    """The record on file; `is_repeat` when it was there before."""

    task_record_id: str
    complaint_id: str
    is_repeat: bool


def submit_task(command: SubmitTask, unit_of_work: UnitOfWork, actor: Actor) -> SubmittedTask:
    """Submit once.

    Raises InvalidInput with a code per path, NotFound, NotPermitted with the rule's code, Conflict when the task has
    ended (also by answers that differ or are another person's), somebody else has claimed it or the case has moved on,
    RuleRefused for a task without a form that the server can work with. InvalidInput on `third_persons` where words about
    them leave undecided.
    """
    sender = staff_id_of(actor)
    with unit_of_work as unit:
        task = get_task_row(command.user_task_key, unit)
        sending = Sending(task.user_task_key, DOOR, task.complaint_id, _said(command), sender)
        record = find_record(task.user_task_key, unit)
        if record is not None and _is_repeat(record, sending, unit):
            return SubmittedTask(record.id, record.complaint_id, is_repeat=True)
        task = get_open_task(command.user_task_key, unit, actor)
        login = require_may_work(facts_of_task(task), unit, actor)
        if task.claimed_by not in (None, login):
            raise Conflict(code="CLAIMED_BY_OTHER")
        done = _submit(task, command, unit, actor)
        keep_answer(sending, {"task_record_id": done.task_record_id}, unit)
        return done


def get_submitted(command: SubmitTask, unit_of_work: UnitOfWork, actor: Actor) -> SubmittedTask:
    """The record of what this person submitted with these words; nothing is submitted.

    NotFound for an unknown key, Conflict("TASK_ENDED") where he did not.
    """
    with unit_of_work.reading() as unit:
        task = unit.session.get(Task, command.user_task_key)
        if task is None:
            raise NotFound
        said = _said(command)
        sending = Sending(task.user_task_key, DOOR, task.complaint_id, said, staff_id_of(actor))
        record = find_record(task.user_task_key, unit)
        if record is None or not has_said_the_same(sending, unit):
            raise Conflict(code="TASK_ENDED")
        return SubmittedTask(record.id, record.complaint_id, is_repeat=True)


def find_record(user_task_key: str, unit: Unit) -> TaskRecord | None:
    """The record of a submitted task."""
    return unit.session.scalars(
        select(TaskRecord).where(TaskRecord.user_task_key == user_task_key)
    ).one_or_none()


def _said(command: SubmitTask) -> object:
    if command.said is not None:
        return {"page": dict(command.said)}
    answers = dict(command.answers)
    return answers if command.decided is None else [answers, asdict(command.decided)]


def _is_repeat(record: TaskRecord, sending: Sending, unit: Unit) -> bool:
    is_same = has_said_the_same(sending, unit)
    # An earlier release kept no words: its submitter is believed.
    return record.submitted_by == sending.sender if is_same is None else is_same


def _submit(task: Task, command: SubmitTask, unit: Unit, actor: Actor) -> SubmittedTask:
    form, handler = get_form_of(task, unit), get_handler(task.form_id)
    case = TaskCase(unit, get_complaint(task.complaint_id, unit), task, actor, list_keys(form.schema_json))
    names = find_earlier_names(form.schema_json)
    shown, required = show_earlier(handler.context(case), names), require_earlier(handler.required, names)
    place = place_of_task(task, actor)
    files = list_uploads(place, unit)
    known = FormContext(shown, unit.ports.feel, beijing_date(unit.clock.now()), required, files)
    cleaned = validate(form.schema_json, command.answers, known)
    filed = file_uploads(form.schema_json, cleaned, place, unit)
    labelled = label_answers(form.schema_json, filed.answers, {**shown, **filed.answers}, filed.names)
    record = _record(task, form, labelled, unit)
    record.submitted_by = actor.name
    read = read_earlier(filed.answers, names)
    settled = (
        Settled()
        if handler.leaves is None
        else settle_leaving(handler.leaves(case, read), case, command.decided)
    )
    deciding = replace(case, decided=settled.decided)
    variables = mark_earlier(names, lambda: handler.apply(deciding, read))
    unit.session.add(record)
    unit.session.execute(delete(TaskDraft).where(TaskDraft.user_task_key == task.user_task_key))
    task.state, task.claimed_by = TaskState.SUBMITTED, actor.staff_id
    completion = CompleteUserTask(
        user_task_key=task.user_task_key, variables=variables, complaint_id=task.complaint_id
    )
    unit.outbox.add(completion, key_of_completion(task.user_task_key))
    told: dict[str, object] = {
        "element_id": task.element_id,
        "task_record_id": record.id,
        "form_version": form.version,
    }
    unit.trail.add(task.complaint_id, "task.submitted", told, actor)
    if settled.marks:
        unit.trail.add(task.complaint_id, "words.confirmed", {**settled.payload, **told}, actor)
    return SubmittedTask(record.id, task.complaint_id, is_repeat=False)


def _record(task: Task, form: DeployedForm, labelled: list[Answers], unit: Unit) -> TaskRecord:
    return TaskRecord(
        id=new_id(),
        user_task_key=task.user_task_key,
        complaint_id=task.complaint_id,
        element_id=task.element_id,
        form_id=form.form_id,
        form_version=form.version,
        answers=labelled,
        submitted_at=unit.clock.now(),
    )
