"""Random commands against diagrams with everything in them: no contradiction, and nothing stays after the end."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from engine.core.commands import (
    AssignUserTask,
    CancelInstance,
    Command,
    CompleteJob,
    CompleteUserTask,
    CreateInstance,
    FailJob,
    JobResult,
    PublishMessage,
    ResolveIncident,
    SetVariables,
    ThrowError,
    UpdateJob,
)
from engine.state.element_statistic import ElementStatistic
from engine.state.incident import Incident
from engine.state.job import Job
from engine.state.process_instance import ProcessInstance
from engine.state.user_task import UserTask
from tests.engine.diagrams import (
    assignment,
    boundary,
    call,
    catch,
    chain,
    diagram,
    end,
    error,
    escalation,
    escalation_boundary,
    event,
    event_sub,
    exclusive,
    flow,
    io,
    listener,
    message,
    node,
    parallel,
    process,
    receive,
    service,
    start,
    sub,
    throw,
    timer_boundary,
    user,
)
from tests.engine.driver import HOUR, MINUTE, Driver

SEEDS = range(12)
STEPS = 120

_LISTENERS = "".join(
    listener(event, "check") for event in ("creating", "assigning", "completing", "canceling")
)


def error_end(node_id: str) -> str:
    return node("endEvent", node_id, event("error", errorRef="R_X"))


CHILD = diagram(
    escalation("A"),
    error("E"),
    error("X"),
    message("m", "news"),
    message("w", "word"),
    process(
        "child",
        start(),
        exclusive("merge"),
        service("inner"),
        exclusive("gate", "gate_out"),
        throw("shout", "A"),
        receive("wait", "m"),
        end("out", "terminate"),
        timer_boundary("late", "wait", "PT1H"),
        boundary("broken", "inner", event("error", errorRef="R_E")),
        event_sub(
            "aside",
            "s3",
            event("message", messageRef="w"),
            service("beside"),
            error_end("oops"),
            chain("s3", "beside", "oops"),
            interrupting=False,
        ),
        chain("start", "merge", "inner", "gate"),
        flow("gate", "shout", "=n > 1"),
        flow("gate", "out"),
        chain("shout", "wait", "merge"),
        flow("late", "merge"),
        flow("broken", "merge"),
    ),
)
PARENT = diagram(
    escalation("A"),
    message("g", "go", ""),
    message("w", "word"),
    message("h", "halt"),
    process(
        "p",
        start(),
        start("by_message", "g"),
        exclusive("merge"),
        parallel("fork"),
        sub(
            "frame",
            start("s2"),
            parallel("fork2"),
            user("ask", assignment(assignee="=who"), _LISTENERS),
            call("call", "child", io(("input", "=n", "n"), ("input", "=key", "key"), ("output", "=n", "m"))),
            escalation_boundary("heard", "call", "A", interrupting=False),
            service("note"),
            event_sub(
                "halted",
                "s4",
                event("message", messageRef="h"),
                node("eventBasedGateway", "gate"),
                catch("by_word", event("message", messageRef="w")),
                catch("soon", event("timer", timeDuration="PT2H")),
                chain("s4", "gate", "by_word"),
                chain("gate", "soon"),
            ),
            boundary("failed", "call", event("error")),
            end("e1"),
            end("e2", "terminate"),
            end("e3"),
            chain("s2", "fork2", "ask", "e2"),
            chain("fork2", "call", "e1"),
            chain("heard", "note", "e3"),
            flow("failed", "note"),
        ),
        timer_boundary("remind", "frame", "R2/PT1H", "timeCycle", interrupting=False),
        timer_boundary("stop", "frame", "PT5H"),
        service("work"),
        parallel("join"),
        end(),
        end("e4"),
        end("e5"),
        chain("start", "merge", "fork"),
        flow("by_message", "merge"),
        chain("fork", "frame", "join", "end"),
        chain("fork", "work", "join"),
        chain("remind", "e4"),
        chain("stop", "e5"),
    ),
)


class Walker:
    """Picks one possible command at a time."""

    def __init__(self, engine: Driver, seed: int) -> None:
        self.engine, self.random = engine, Random(seed)  # noqa: S311  # repeatable, guards nothing
        self.moves: list[Callable[[], Command | None]] = [
            self.create,
            self.publish,
            self.cancel,
            self.set_variables,
            self.finish_job,
            self.finish_job,
            self.finish_job,
            self.break_job,
            self.mend,
            self.do_task,
        ]

    def step(self) -> None:
        """One command, or the passing of time."""
        if self.random.random() < 0.15:
            self.engine.advance(self.random.choice([MINUTE, HOUR]))
            return
        command = self.random.choice(self.moves)()
        if command is not None:
            self.engine.send(command)

    def variables(self) -> dict[str, object]:
        return {
            "n": self.random.choice([1, 2, None]),
            "who": self.random.choice(["li", "", None]),
            "key": "k",
        }

    def create(self) -> Command:
        return CreateInstance("p", variables=self.variables())

    def publish(self) -> Command:
        name = self.random.choice(["news", "go", "word", "halt"])
        ttl = self.random.choice([0, HOUR])
        return PublishMessage(name, "k", self.variables(), ttl, self.random.choice(["", "1", "2"]))

    def cancel(self) -> Command | None:
        found = self.engine.open(ProcessInstance)
        return CancelInstance(self.random.choice(found).key) if len(found) > 6 else None

    def set_variables(self) -> Command | None:
        found = self.engine.open(ProcessInstance)
        return SetVariables(self.random.choice(found).key, self.variables()) if found else None

    def _job(self) -> Job | None:
        job_type = self.random.choice(["inner", "note", "work", "check", "beside"])
        jobs = self.engine.jobs(job_type, count=1)
        return self.engine.core.state.find(Job, jobs[0].key) if jobs else None

    def finish_job(self) -> Command | None:
        job = self._job()
        if job is None:
            return None
        if job.kind == "TASK_LISTENER":
            can_deny = job.listener_event in ("assigning", "completing")
            denied = can_deny and self.random.random() < 0.3
            return CompleteJob(job.key, result=JobResult(denied=denied))
        return CompleteJob(job.key, self.variables())

    def break_job(self) -> Command | None:
        job = self._job()
        if job is None:
            return None
        if job.kind != "TASK_LISTENER" and self.random.random() < 0.3:
            return ThrowError(job.key, "E")
        return FailJob(job.key, self.random.choice([0, 1]), self.random.choice([0, MINUTE]))

    def mend(self) -> Command | None:
        found = self.engine.open(Incident)
        if not found:
            return None
        incident = self.random.choice(found)
        if incident.job_key is not None:
            self.engine.send(UpdateJob(incident.job_key, retries=1))
        return ResolveIncident(incident.key)

    def do_task(self) -> Command | None:
        found = self.engine.open(UserTask)
        if not found:
            return None
        task = self.random.choice(found).key
        return self.random.choice([AssignUserTask(task, "wang"), CompleteUserTask(task, {"n": 1})])


def clean_up(engine: Driver) -> None:
    """Cancel what runs; canceling listeners may need retries, and buffered messages may start one more instance."""
    for instance in engine.open(ProcessInstance):
        if instance.parent_instance_key is None:
            engine.send(CancelInstance(instance.key))
    for incident in engine.open(Incident):
        engine.send(UpdateJob(incident.job_key or 0, retries=1))
        engine.send(ResolveIncident(incident.key))
    engine.advance(HOUR)
    for job in engine.jobs("check"):
        engine.send(CompleteJob(job.key))


@pytest.mark.parametrize("seed", SEEDS)
def test_random_walk_stays_consistent_and_leaves_nothing(engine: Driver, seed: int) -> None:
    engine.deploy(CHILD, PARENT)
    walker = Walker(engine, seed)
    for _ in range(STEPS):
        walker.step()
    for _ in range(20):
        clean_up(engine)
    rows = engine.core.state.dump()["rows"]
    for noun in (
        "ElementInstance",
        "Job",
        "Timer",
        "MessageSubscription",
        "Incident",
        "UserTask",
        "Variable",
    ):
        assert rows[noun] == {}, noun
    assert all(s.active == s.incidents == 0 for s in engine.open(ElementStatistic))
