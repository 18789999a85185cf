"""User task: evaluates its attributes once, then waits for a person; listeners may deny."""

from __future__ import annotations

from engine.behaviours.evaluation import (
    StepFailed,
    optional_text_at,
    text_at,
    text_list_at,
    whole_number_at,
)
from engine.behaviours.jobs import cancel_jobs
from engine.behaviours.task_changes import MAX_PRIORITY
from engine.behaviours.user_tasks import Transition, advance, begin, cancel
from engine.core.turn import Turn
from engine.elements.processor import Processor
from engine.model.elements import ListenerEvent
from engine.model.elements import UserTask as UserTaskElement
from engine.model.intervals import TimerRefused, parse_moment
from engine.model.text import Text
from engine.state.element_instance import ElementInstance
from engine.state.form_definition import FormDefinition
from engine.state.incident import ErrorType
from engine.state.job import Job
from engine.state.process_definition import ProcessDefinition
from engine.state.user_task import UserTask, UserTaskState

_DEFAULT_PRIORITY = 50


class UserTaskProcessor(Processor[UserTaskElement]):
    """The task lives in `behaviours/user_tasks.py`; here it is made and cancelled."""

    def activate(self, turn: Turn, token: ElementInstance, element: UserTaskElement) -> None:
        """Evaluate assignee, candidates, dates, priority and form, then run the creating listeners."""
        assignee = text_at(turn, element.assignee, token.key) if element.assignee else ""
        task = _evaluate_task(turn, token, element)
        turn.state.put(task)
        changes = {"assignee": assignee} if assignee else {}
        begin(turn, task, Transition(ListenerEvent.CREATING, {**changes}))

    def terminate(self, turn: Turn, token: ElementInstance, element: UserTaskElement) -> None:
        """Drop a running transition, then run the canceling listeners."""
        cancel_jobs(turn, token)
        cancel(turn, token)

    def is_empty(self, turn: Turn, token: ElementInstance) -> bool:
        """False while canceling listeners run."""
        return turn.state.find_by(UserTask, "user_task_of_element", token.key) is None

    def retry(self, turn: Turn, token: ElementInstance, element: UserTaskElement) -> None:
        """Offer the listener again whose job could not be made."""
        task = turn.state.find_by(UserTask, "user_task_of_element", token.key)
        has_job = turn.state.find_by(Job, "jobs_of_element", token.key) is not None
        if task is not None and task.pending is not None and not has_job:
            advance(turn, task)


def _evaluate_task(turn: Turn, token: ElementInstance, element: UserTaskElement) -> UserTask:
    groups = text_list_at(turn, element.candidate_groups, token.key)
    users = text_list_at(turn, element.candidate_users, token.key)
    due_date = _date_at(turn, element.due_date, token)
    follow_up_date = _date_at(turn, element.follow_up_date, token)
    priority = _priority_at(turn, element.priority, token)
    reference = optional_text_at(turn, element.external_reference, token.key)
    form_key = _form_key(turn, element)
    definition = turn.state.get(ProcessDefinition, token.process_definition_key)
    return UserTask(
        key=turn.state.new_key(),
        state=UserTaskState.CREATING,
        element_id=element.id,
        name=element.name,
        element_instance_key=token.key,
        process_instance_key=token.process_instance_key,
        process_definition_key=token.process_definition_key,
        process_id=token.process_id,
        process_version=definition.version,
        created_at=turn.now,
        candidate_groups=groups,
        candidate_users=users,
        due_date=due_date,
        follow_up_date=follow_up_date,
        priority=priority,
        form_key=form_key,
        external_form_reference=reference,
        custom_headers=dict(element.headers),
    )


def _date_at(turn: Turn, text: Text | None, token: ElementInstance) -> str | None:
    value = optional_text_at(turn, text, token.key)
    if value is None:
        return None
    try:
        parse_moment(value)
    except TimerRefused as refusal:
        raise StepFailed(ErrorType.EXTRACT_VALUE_ERROR, f"Invalid date-time: {refusal}") from refusal
    return value


def _priority_at(turn: Turn, text: Text | None, token: ElementInstance) -> int:
    if text is None:
        return _DEFAULT_PRIORITY
    priority = whole_number_at(turn, text, token.key)
    if not 0 <= priority <= MAX_PRIORITY:
        message = f"Expected priority to be in the range [0,{MAX_PRIORITY}] but was '{priority}'."
        raise StepFailed(ErrorType.EXTRACT_VALUE_ERROR, message)
    return priority


def _form_key(turn: Turn, element: UserTaskElement) -> int | None:
    if element.form_id is None:
        return None
    form_id = element.form_id.source
    form = turn.state.find_latest(FormDefinition, "forms", form_id)
    if form is None:
        message = f"Expected to find a form with id '{form_id}', but no form with this id is found."
        raise StepFailed(ErrorType.FORM_NOT_FOUND, message)
    return form.key
