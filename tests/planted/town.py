"""A town of instances with clients that try again: what a run of it leaves can be compared with that of another run."""

from __future__ import annotations

import copy
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from engine.core.commands import (
    ActivateJobs,
    AssignUserTask,
    Command,
    CompleteJob,
    CompleteUserTask,
    CreateInstance,
    Deploy,
    FireDue,
    JobResult,
    PublishMessage,
    ResolveIncident,
    Resource,
    ThrowError,
)
from engine.core.dirty import Dirty
from engine.errors import CommandRejected, DeploymentError, Reason
from engine.processing.core import Core
from engine.state.element_instance import ElementInstance
from engine.state.entity import Entity
from engine.state.incident import Incident
from engine.state.job import Job
from engine.state.process_instance import ProcessInstance
from engine.state.user_task import UserTask, UserTaskState
from engine.state.variable import Variable
from tests.planted.diagrams import FILES

BEGIN_MS = 1_788_138_000_000
MINUTE = 60_000
DAY = 86_400_000
NAMES = ("甲", "乙")
# More than any run needs: a circle ends here.
MOST_ROUNDS = 60


def first_orders() -> list[Command]:
    """What clients ask for once each; who is not answered asks again."""
    orders: list[Command] = [Deploy(tuple(Resource(name, content) for name, content in FILES.items()))]
    for name in NAMES:
        orders += [CreateInstance(process, variables={"name": name}) for process in ("case", "scopes")]
        orders += [PublishMessage(text, name, {text: name}, DAY, text) for text in ("news", "more")]
        orders.append(PublishMessage("go", name, {"name": name}, DAY, "go"))
    return orders


@dataclass
class Town:
    """A core with the rows that a store would hold of it."""

    core: Core = field(default_factory=Core)
    rows: dict[tuple[type, int], Entity] = field(default_factory=dict)
    now: int = BEGIN_MS
    refused: Counter[str] = field(default_factory=Counter)
    waiting: list[Command] = field(default_factory=first_orders)

    def batch(self, *commands: Command) -> list[Any]:
        """Process commands that share a commit; what each answered, None for one that is answered later."""
        told: dict[int, Any] = {}
        for number, command in enumerate(commands, 1):
            for answer in self.core.process(command, self.now, number):
                told[answer.request_id] = answer.result if answer.rejection is None else answer.rejection
        self.keep(self.core.drain_dirty())
        for answer in told.values():
            if isinstance(answer, DeploymentError):
                raise answer
            if isinstance(answer, CommandRejected):
                self.refused[answer.reason] += 1
        return [told.get(number) for number in range(1, len(commands) + 1)]

    def keep(self, dirty: Dirty) -> None:
        """Write what a batch has changed."""
        for entity in dirty.upserts:
            self.rows[(type(entity), entity.key)] = copy.deepcopy(entity)
        for ident in dirty.deletes:
            self.rows.pop(ident, None)

    def restart(self) -> None:
        """Go on with what the rows tell; it must be what was known before."""
        before = self.core.state.dump()
        self.core = Core.load(copy.deepcopy(list(self.rows.values())))
        assert self.core.state.dump() == before

    def live(self) -> None:
        """Rounds until nothing that can go on is left."""
        for _ in range(MOST_ROUNDS):
            if not self.waiting and not self.has_work():
                return
            self.go_round()
        raise AssertionError(f"still at work: {self.where()}")

    def go_round(self) -> None:
        """Everybody does what is to be done now, then a minute passes."""
        sent = self.waiting if self.rows else self.waiting[:1]
        answers = self.batch(*sent)
        again = [order for order, answer in zip(sent, answers, strict=True) if _is_unanswered(answer)]
        self.waiting = again + self.waiting[len(sent) :]
        self._work()
        self.now += MINUTE
        while (due := self.core.next_due()) is not None and due <= self.now:
            self.batch(FireDue())
        while (key := self.core.next_loop(self.now)) is not None:
            raise AssertionError(f"no loop of {key} is so large")

    def has_work(self) -> bool:
        """True while an instance is open that does not rest, or a start by timer is to come."""
        is_open = any(
            not self.core.state.is_resting(one.key) for one in self.core.state.list_all(ProcessInstance)
        )
        return is_open or (self.core.next_due() is not None and self.now < BEGIN_MS + 30 * MINUTE)

    def resting(self) -> list[ProcessInstance]:
        """The roots that rest."""
        return [one for one in self.core.state.list_all(ProcessInstance) if one.rests_by is not None]

    def release(self) -> None:
        """A person resolves what stands in the monitor."""
        for root in self.resting():
            (answer,) = self.batch(ResolveIncident(root.rests_by or 0))
            assert not isinstance(answer, CommandRejected), answer

    def where(self) -> list[tuple[str, str]]:
        """What is open."""
        return [(one.process_id, one.element_id) for one in self.core.state.list_all(ElementInstance)]

    def tale(self) -> dict[str, Any]:
        """What became of every instance, by process and name: elements with their ends, variables, and how many."""
        variables = self._all(Variable)
        named = {row.process_instance_key: row.value for row in variables if row.name == "name"}
        names = {row.key: f"{row.process_id} {named.get(row.key, '')}" for row in self._all(ProcessInstance)}
        tale: dict[str, Any] = defaultdict(Counter)
        for row in self._all(ProcessInstance):
            tale[names[row.key]][f"instance {row.state}"] += 1
        for token in self._all(ElementInstance):
            tale[names[token.process_instance_key]][f"{token.element_id} {token.state}"] += 1
        for variable in variables:
            told = f"{variable.name} = {variable.value!r} of {self._scope(variable.scope_key)}"
            tale[names[variable.process_instance_key]][told] += 1
        return dict(tale)

    def _scope(self, key: int) -> str:
        token = self.rows[(ElementInstance, key)]
        assert isinstance(token, ElementInstance)
        return token.element_id

    def _all(self, noun: type[Any]) -> list[Any]:
        return [row for (kind, _), row in self.rows.items() if kind is noun]

    def _work(self) -> None:
        for _ in range(3):
            types = sorted({row.type for row in self.core.state.list_all(Job)})
            for answer in self.batch(*(ActivateJobs(name, "w", MINUTE, 50) for name in types)):
                self.batch(*(_worked(job) for job in getattr(answer, "jobs", ())))
            tasks = [row for row in self.core.state.list_all(UserTask) if row.state == UserTaskState.CREATED]
            self.batch(*(_done(task) for task in tasks))


def _is_unanswered(answer: Any) -> bool:
    return isinstance(answer, CommandRejected) and answer.reason is Reason.PROCESSING_ERROR


def _worked(job: Any) -> Command:
    if job.type == "fails":
        return ThrowError(job.key, "bad")
    if job.kind == "TASK_LISTENER":
        return CompleteJob(job.key, result=JobResult())
    return CompleteJob(job.key, {"done": job.type})


def _done(task: UserTask) -> Command:
    if task.assignee is None:
        return AssignUserTask(task.key, "li")
    return CompleteUserTask(task.key, {task.element_id: "settled"})


def incident_of(town: Town) -> Incident:
    """The only open incident."""
    (incident,) = town.core.state.list_all(Incident)
    return incident
