"""Drives a core by commands and looks at what a client could see."""

from __future__ import annotations

from typing import Any, TypeVar

from engine.core.answers import ActivatedJob, Answer
from engine.core.commands import (
    ActivateJobs,
    Command,
    CompleteJob,
    CreateInstance,
    Deploy,
    FireDue,
    GoOnWithLoops,
    JobResult,
    PublishMessage,
    Resource,
)
from engine.errors import CommandRejected
from engine.processing.core import Core
from engine.state.element_instance import ElementInstance
from engine.state.entity import Variables
from engine.state.incident import Incident
from engine.state.process_instance import ProcessInstance
from engine.state.sequence_flow_taken import SequenceFlowTaken
from engine.state.user_task import UserTask
from engine.state.variable import Variable
from tests.engine.shadow import Shadow

T = TypeVar("T")
START_MS = 1_788_000_000_000
SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000


class Driver:
    """A core with a clock that only the test moves; every command has its own request id."""

    def __init__(self, shadow: Shadow) -> None:
        self.core, self.shadow, self.now = Core.load([]), shadow, START_MS
        self.answers: dict[int, Answer] = {}
        self._requests = 0

    def send(self, command: Command) -> int:
        """Process; the request id finds the answer, now or later."""
        self._requests += 1
        for answer in self.core.process(command, self.now, self._requests):
            assert answer.request_id not in self.answers, "answered twice"
            self.answers[answer.request_id] = answer
        self.core.drain_dirty()
        return self._requests

    def run(self, command: Command) -> Any:
        """Process and give the result; a rejection is raised."""
        answer = self.answers[self.send(command)]
        if answer.rejection is not None:
            raise answer.rejection
        return answer.result

    def refused(self, command: Command) -> str:
        """The reason of a rejection that has to come."""
        rejection = self.answers[self.send(command)].rejection
        assert isinstance(rejection, CommandRejected), "was not rejected"
        return str(rejection.reason)

    def deploy(self, *contents: bytes, **named: bytes) -> Any:
        files = [Resource(f"file{number}.bpmn", content) for number, content in enumerate(contents)]
        files += [Resource(f"{name}.form", content) for name, content in named.items()]
        return self.run(Deploy(tuple(files)))

    def create(self, process_id: str = "p", **variables: Any) -> int:
        return self.run(CreateInstance(process_id, variables=variables)).process_instance_key

    def publish(
        self, name: str, key: str = "", /, ttl: int = 0, message_id: str = "", **variables: Any
    ) -> int:
        return self.run(PublishMessage(name, key, variables, ttl, message_id)).message_key

    def jobs(self, job_type: str, timeout: int = MINUTE, count: int = 100) -> tuple[ActivatedJob, ...]:
        return self.run(ActivateJobs(job_type, "worker", timeout, count)).jobs

    def work(self, job_type: str, result: JobResult | None = None, **variables: Any) -> ActivatedJob:
        """Take exactly one job of the type and complete it."""
        (job,) = self.jobs(job_type)
        self.run(CompleteJob(job.key, variables, result))
        return job

    def advance(self, by_ms: int) -> None:
        """Move the clock, then let everything due happen, as the runtime does."""
        self.now += by_ms
        while (due := self.core.next_due()) is not None and due <= self.now:
            self.run(FireDue())

    def go_on(self, slices: int | None = None) -> int:
        """Let the engine go on with large loops, to the end or for so many slices; gives how many there were."""
        done = 0
        while done != slices and (instance_key := self.core.next_loop(self.now)) is not None:
            self.run(GoOnWithLoops(instance_key))
            done += 1
        return done

    def rows(self, noun: type[T]) -> list[T]:
        """All rows of a noun, ended ones too, by key."""
        found = [(key, row) for (kind, key), row in self.shadow.rows(self.core).items() if kind is noun]
        return [row for _, row in sorted(found, key=lambda pair: pair[0])]

    def open(self, noun: type[T]) -> list[T]:
        return self.core.state.list_all(noun)

    def path(self, instance_key: int) -> list[str]:
        """`element:STATE` of one instance in start order, without the process itself."""
        return [
            f"{row.element_id}:{row.state}"
            for row in self.rows(ElementInstance)
            if row.process_instance_key == instance_key and row.scope_key is not None
        ]

    def active(self, instance_key: int | None = None) -> list[str]:
        """Ids of open elements in start order, without processes."""
        return [
            row.element_id
            for row in self.open(ElementInstance)
            if row.scope_key is not None and instance_key in (None, row.process_instance_key)
        ]

    def state(self, instance_key: int) -> str:
        return next(str(row.state) for row in self.rows(ProcessInstance) if row.key == instance_key)

    def variables(self, scope_key: int) -> Variables:
        """Last values of one scope, whether it is open or not."""
        return {row.name: row.value for row in self.rows(Variable) if row.scope_key == scope_key}

    def flows(self, instance_key: int) -> list[str]:
        return [r.flow_id for r in self.rows(SequenceFlowTaken) if r.process_instance_key == instance_key]

    def incident(self) -> Incident:
        """The only open incident."""
        (incident,) = self.open(Incident)
        return incident

    def task(self) -> UserTask:
        """The only open user task."""
        (task,) = self.open(UserTask)
        return task

    def token(self, element_id: str) -> ElementInstance:
        """The only open element instance at an element."""
        (token,) = [t for t in self.open(ElementInstance) if t.element_id == element_id]
        return token

    def started(self, process_id: str) -> list[int]:
        return [row.key for row in self.rows(ProcessInstance) if row.process_id == process_id]
