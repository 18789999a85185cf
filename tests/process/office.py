"""Plays the workers and people of the shipped diagrams against a core: scripted answers, no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bpmn.names import JOB_INPUTS, JobType
from engine.core.answers import ActivatedJob
from engine.core.commands import CompleteJob, CompleteUserTask, Deploy, JobResult, Resource
from engine.model.intervals import from_ms
from engine.state.element_instance import ElementInstance
from engine.state.incident import Incident
from engine.state.job import Job
from engine.state.timer import NO_INSTANCE, Timer
from engine.state.user_task import UserTask
from tests.engine.driver import DAY, HOUR, Driver
from tests.process.answers import ANSWERS

FOLDER = Path(__file__).resolve().parents[2] / "bpmn"
RESOURCES = sorted([*FOLDER.glob("*.bpmn"), *FOLDER.glob("forms/*.form"), *FOLDER.glob("dmn/*.dmn")])
LISTENERS = (
    "complaint.check-assignment",
    "complaint.check-completion",
    "complaint.check-office-assignment",
)
# What check-clock answers for a clock: rung, announce, and when to look again.
Script = list[tuple[str, str, int]]
Answer = dict[str, Any] | Callable[[ActivatedJob], dict[str, Any]]
CALM: Script = [("within", "none", DAY)]


class Office:
    """Knows the variables each step returns; a test says what people decide and how clocks run."""

    def __init__(self, engine: Driver) -> None:
        self.engine = engine
        self.clocks: dict[str | None, Script] = defaultdict(lambda: list(CALM))
        self.clocks[None] = [("stopped", "none", 0)]  # a stage without this limit has nothing to watch
        self.answers: dict[str, Answer] = dict(ANSWERS)
        self.checked: list[tuple[str, str]] = []
        self.done: list[tuple[str, dict[str, Any]]] = []
        engine.run(Deploy(tuple(Resource(path.name, path.read_bytes()) for path in RESOURCES)))

    @property
    def archived(self) -> list[str]:
        """Complaints that reached the archive."""
        return [taken["complaint_id"] for taken in self.taken("complaint.archive-case")]

    def taken(self, job_type: str) -> list[dict[str, Any]]:
        """What the jobs of a type were given, in order."""
        return [variables for name, variables in self.done if name == job_type]

    def register(self, complaint_id: str = "c1") -> int:
        """A complaint comes in; the key of its root instance."""
        self.say("complaint.registered", complaint_id, complaint_id=complaint_id, run_no=1)
        return self.engine.started("complaint")[-1]

    def say(self, name: str, key: str, ttl: int = DAY, **variables: Any) -> None:
        """A service publishes a message; the workers then work."""
        self.engine.publish(name, key, ttl=ttl, **variables)
        self.work()

    def work(self) -> None:
        """Do all jobs until there is none."""
        while waiting := {job.type for job in self.engine.open(Job)}:
            for job_type in sorted(waiting):
                self._do(job_type)

    def _do(self, job_type: str) -> None:
        for job in self.engine.jobs(job_type):
            if job_type in LISTENERS:
                self.engine.run(CompleteJob(job.key, result=JobResult()))
                continue
            if job_type == "complaint.check-clock":
                self._check_clock(job)
                continue
            answer = self.answers[job_type]
            declared = JOB_INPUTS[JobType(job_type)]
            self.done.append((job_type, {name: job.variables[name] for name in sorted(declared)}))
            self.engine.run(CompleteJob(job.key, answer(job) if callable(answer) else answer))

    def _check_clock(self, job: ActivatedJob) -> None:
        clock_id = job.variables["clock_id"]
        script = self.clocks[clock_id]
        rung, announce, wait = script.pop(0) if len(script) > 1 else script[0]
        self.checked.append((clock_id, rung))
        variables = {"rung": rung, "announce": announce, "check_at": self.moment(wait)}
        self.engine.run(CompleteJob(job.key, variables))

    def moment(self, in_ms: int) -> str:
        """An ISO date-time so far ahead."""
        return from_ms(self.engine.now + in_ms).isoformat()

    def tasks(self, element_id: str) -> list[UserTask]:
        """The open tasks at an element, oldest first."""
        return [task for task in self.engine.open(UserTask) if task.element_id == element_id]

    def task(self, element_id: str) -> UserTask:
        """The one open task at an element."""
        (task,) = self.tasks(element_id)
        return task

    def submit(self, element_id: str, **variables: Any) -> None:
        """A person completes the oldest task there; the listeners agree."""
        self.engine.send(CompleteUserTask(self.tasks(element_id)[0].key, variables))
        self.work()

    def pass_time(self, by_ms: int = HOUR) -> None:
        """Timers fire, workers work."""
        self.engine.advance(by_ms)
        self.work()

    def change_clock(self, clock_id: str) -> None:
        """The service that moved a clock says so."""
        self.engine.publish("complaint.clock-changed", clock_id, message_id=f"{clock_id}:{self.engine.now}")
        self.work()

    def is_at(self, element_id: str) -> bool:
        """Whether anything waits at an element, in any instance."""
        return element_id in self.engine.active()

    def has_passed(self, element_id: str) -> bool:
        """Whether an element was ever entered, in any instance."""
        return any(row.element_id == element_id for row in self.engine.rows(ElementInstance))

    def running_watches(self) -> list[ElementInstance]:
        """Open elements of watches."""
        return [row for row in self.engine.open(ElementInstance) if row.process_id == "deadline-watch"]

    def leftovers(self) -> list[object]:
        """Everything still open in the engine: elements, timers, jobs, tasks, incidents.

        A process that time begins waits for its next day, and belongs to no instance.
        """
        return [
            row
            for noun in (ElementInstance, Timer, Job, UserTask, Incident)
            for row in self.engine.open(noun)
            if not (isinstance(row, Timer) and row.process_instance_key == NO_INSTANCE)
        ]
