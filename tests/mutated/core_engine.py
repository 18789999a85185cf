"""The process engine's port over a core in the test's own process: no network, no threads, a clock that a test moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any, TypeVar

from engine.core.answers import ActivatedJob, Answer
from engine.core.commands import (
    ActivateJobs,
    AssignUserTask,
    CancelInstance,
    Command,
    CompleteJob,
    CompleteUserTask,
    EvaluateDecision,
    FireDue,
    JobResult,
    PublishMessage,
    SetVariables,
    UnassignUserTask,
)
from engine.errors import CommandRejected, Reason
from engine.processing.core import Core
from engine.state.element_instance import ElementInstance
from engine.state.entity import Entity
from engine.state.form_definition import FormDefinition
from engine.state.job import Job
from engine.state.process_instance import InstanceState, ProcessInstance
from engine.state.timer import Timer
from engine.state.user_task import UserTask
from engine.state.variable import Variable
from models.ground.errors import Conflict, InvalidInput, NotFound, OutsideUnavailable
from services.ports.engine import DecisionAnswer, EngineForm, EngineTask, InstanceEnd, OutgoingMessage

Row = TypeVar("Row", bound=Entity)

LEASE_MS = 60_000
# More rounds than all timers of one case need.
MOST_FIRED = 100
ERRORS = {
    Reason.NOT_FOUND: NotFound,
    Reason.INVALID_STATE: Conflict,
    Reason.ALREADY_EXISTS: Conflict,
}


class NeverQuiet(AssertionError):
    """Engine and workers give each other work for ever."""


class CoreEngine:
    """Answers at once what the engine answers over REST and gRPC.

    Who changes a task waits for its listeners, so `do_jobs` is called until the change is answered.
    """

    def __init__(self, stored: Iterable[Entity], now_ms: int) -> None:
        """A core that goes on where the `stored` entities stand; they stay as they are."""
        self.core = Core.load(deepcopy(list(stored)))
        self.now_ms = now_ms
        self.do_jobs: Callable[[], bool] = lambda: False
        self.commands = 0
        self._answers: dict[int, Answer] = {}
        self._seen: dict[tuple[type, int], Entity] = {}

    def run(self, command: Command) -> Any:
        """What the command answers; a rejection is raised as the engine's own."""
        answer = self._answers.pop(self._send(command))
        if answer.rejection is not None:
            raise answer.rejection
        return answer.result

    def fire_due(self) -> None:
        """Let everything happen that is due by now; NeverQuiet when there is ever something new."""
        for _ in range(MOST_FIRED):
            due = self.core.next_due()
            if due is None or due > self.now_ms:
                return
            self.run(FireDue())
        raise NeverQuiet

    def take_jobs(self, job_type: str) -> Sequence[ActivatedJob]:
        """Lease the jobs of a type that may be done now."""
        jobs: Sequence[ActivatedJob] = self.run(ActivateJobs(job_type, "mutated", LEASE_MS, 100)).jobs
        return jobs

    def open_job_types(self) -> list[str]:
        """Types of the jobs that wait for a worker."""
        return sorted({job.type for job in self.core.state.list_all(Job)})

    def rows(self, noun: type[Row]) -> list[Row]:
        """All rows of a noun, ended ones too, by key."""
        return [row for (_, _), row in sorted(self._seen.items(), key=_by_key) if isinstance(row, noun)]

    def open(self, noun: type[Row]) -> list[Row]:
        """The rows of a noun that have not ended."""
        return self.core.state.list_all(noun)

    def entered(self) -> set[tuple[str, str]]:
        """Process and id of every element that was ever entered."""
        return {(row.process_id, row.element_id) for row in self.rows(ElementInstance)}

    def is_at(self, process_id: str, element_id: str) -> bool:
        """Whether a token stands at an element now."""
        return any(
            (row.process_id, row.element_id) == (process_id, element_id) for row in self.open(ElementInstance)
        )

    def has_active_instances(self) -> bool:
        """Whether any instance goes on."""
        return bool(self.core.state.list_all(ProcessInstance))

    def is_active(self, process_instance_key: int) -> bool:
        """Whether this instance goes on."""
        return self.core.state.find(ProcessInstance, process_instance_key) is not None

    def next_timer_ms(self, without: str | None = None) -> int | None:
        """When the next timer is due, of others than this process; None when there is none."""
        due = []
        for timer in self.core.state.list_all(Timer):
            token = self.core.state.find(ElementInstance, timer.element_instance_key)
            if token is not None and token.process_id != without:
                due.append(timer.due_at)
        return min(due, default=None)

    def variables_of(self, scope_key: int) -> dict[str, object]:
        """The variables of exactly one scope."""
        return {row.name: row.value for row in self.core.state.list_by(Variable, "variables", scope_key)}

    # What follows is the port.

    def has_process(self, process_id: str) -> bool:
        return True

    def publish_message(self, message: OutgoingMessage) -> None:
        command = PublishMessage(
            message.name,
            message.correlation_key,
            dict(message.variables),
            message.time_to_live_ms,
            message.message_id,
        )
        try:
            self.run(command)
        except CommandRejected as rejection:
            if rejection.reason is not Reason.ALREADY_EXISTS:
                raise InvalidInput({}, rejection.message) from rejection

    def complete_user_task(self, user_task_key: str, variables: Mapping[str, object]) -> None:
        self._change(CompleteUserTask(int(user_task_key), dict(variables)))

    def assign_user_task(self, user_task_key: str, assignee: str) -> None:
        self._change(AssignUserTask(int(user_task_key), assignee))

    def unassign_user_task(self, user_task_key: str) -> None:
        self._change(UnassignUserTask(int(user_task_key)))

    def cancel_instance(self, process_instance_key: str) -> None:
        self._change(CancelInstance(int(process_instance_key)))

    def list_ended_instances(self, process_instance_keys: Sequence[str]) -> Mapping[str, InstanceEnd]:
        asked = {int(key) for key in process_instance_keys}
        return {
            str(row.key): InstanceEnd(row.state)
            for row in self.rows(ProcessInstance)
            if row.key in asked and row.state != InstanceState.ACTIVE
        }

    def map_values(self, name: str, process_instance_keys: Sequence[str]) -> Mapping[str, object]:
        asked = {int(key) for key in process_instance_keys}
        named = [row for row in self.rows(Variable) if row.name == name and row.scope_key in asked]
        return {str(row.scope_key): row.value for row in named}

    def set_variables(self, element_instance_key: str, variables: Mapping[str, object]) -> None:
        self._change(SetVariables(int(element_instance_key), dict(variables), local=True))

    def evaluate_decision(self, decision_id: str, variables: Mapping[str, object]) -> DecisionAnswer:
        try:
            told = self.run(EvaluateDecision(decision_id, variables=dict(variables)))
        except CommandRejected as rejection:
            raise ERRORS.get(rejection.reason, InvalidInput)(rejection.message) from rejection
        return DecisionAnswer(told.definition.version, told.output, told.failure)

    def list_open_user_tasks(self) -> list[EngineTask]:
        return [_task(row) for row in self.open(UserTask)]

    def find_user_task_state(self, user_task_key: str) -> str | None:
        row = self._seen.get((UserTask, int(user_task_key)))
        return row.state if isinstance(row, UserTask) else None

    def find_user_task_form(self, user_task_key: str) -> EngineForm | None:
        row = self._seen.get((UserTask, int(user_task_key)))
        if not isinstance(row, UserTask):
            raise NotFound
        return None if row.form_key is None else _form(self.core.state.get(FormDefinition, row.form_key))

    def find_latest_form(self, form_id: str) -> EngineForm | None:
        found = self.core.state.find_latest(FormDefinition, "forms", form_id)
        return None if found is None else _form(found)

    def list_effective_variables(self, user_task_key: str) -> dict[str, object]:
        task = self.core.state.find(UserTask, int(user_task_key))
        if task is None:
            raise NotFound
        visible: dict[str, object] = {}
        scope: int | None = task.element_instance_key
        while scope is not None:
            visible = self.variables_of(scope) | visible
            scope = self.core.state.get(ElementInstance, scope).scope_key
        return visible

    def complete_listener_job(self, job_key: str, denied_reason: str | None) -> None:
        result = JobResult(denied=denied_reason is not None, denied_reason=denied_reason or "")
        self._change(CompleteJob(int(job_key), result=result))

    def _change(self, command: Command) -> None:
        request = self._send(command)
        while request not in self._answers:
            if not self.do_jobs():
                self.core.abandon(request)
                raise OutsideUnavailable("no listener of the task answers")
        rejection = self._answers.pop(request).rejection
        if isinstance(rejection, CommandRejected):
            kind = ERRORS.get(rejection.reason, Conflict)
            raise kind(rejection.message) from rejection

    def _send(self, command: Command) -> int:
        self.commands += 1
        for answer in self.core.process(command, self.now_ms, self.commands):
            self._answers[answer.request_id] = answer
        for entity in self.core.drain_dirty().upserts:
            self._seen[(type(entity), entity.key)] = entity
        return self.commands


def _by_key(item: tuple[tuple[type, int], Entity]) -> int:
    return item[0][1]


def _task(row: UserTask) -> EngineTask:
    return EngineTask(
        user_task_key=str(row.key),
        element_id=row.element_id,
        process_instance_key=str(row.process_instance_key),
        state=row.state,
        assignee=row.assignee or None,
        candidate_groups=tuple(row.candidate_groups),
        form_key=None if row.form_key is None else str(row.form_key),
        created_at=datetime.fromtimestamp(row.created_at / 1000, UTC),
        name=row.name,
        process_id=row.process_id,
        page=row.external_form_reference,
    )


def _form(row: FormDefinition) -> EngineForm:
    return EngineForm(str(row.key), row.form_id, row.version, row.schema)
