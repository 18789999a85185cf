"""Plays the workers and people of one side process and of its watches on a core: scripted answers, no database."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from bpmn.diagram import Diagram
from bpmn.reading import FOLDER, read_diagram
from engine.model.intervals import from_ms
from engine.model.parser import parse_bpmn
from engine.processing.commands import CompleteJob, CompleteUserTask, Deploy, JobResult, Resource
from engine.state.element_instance import ElementInstance
from engine.state.entity import Variables
from engine.state.job import Job
from engine.state.message_subscription import MessageSubscription
from engine.state.sequence_flow_taken import SequenceFlowTaken
from engine.state.timer import Timer
from engine.state.user_task import UserTask
from tests.engine.driver import DAY, HOUR, Driver

LISTENERS = ("complaint.check-assignment", "complaint.check-completion")
# What check-clock answers for a clock: rung, announce, and when to look again.
Script = list[tuple[str, str, int]]
CALM: Script = [("within", "none", DAY)]
STOPPED: Script = [("stopped", "none", 0)]
LOUD: Script = [("near", "near", HOUR), ("over", "over", HOUR), ("over", "none", DAY)]
ENDED_JOBS = {"COMPLETED", "CANCELED"}


class SideOffice:
    """Deploys one process; a test says what each job answers, what people decide and how clocks run.

    The answers of a job type are used in turn, the last one again and again.
    """

    def __init__(self, engine: Driver, process_id: str) -> None:
        self.engine, self.process_id = engine, process_id
        self.answers: dict[str, list[Variables]] = {}
        self.clocks: dict[str, Script] = defaultdict(lambda: list(CALM))
        self.diagram: Diagram = read_diagram(FOLDER / f"{process_id}.bpmn")
        forms = {node.form_id for node in self.diagram.nodes if node.form_id}
        files = [FOLDER / f"{name}.bpmn" for name in (process_id, "deadline-watch")]
        files += [FOLDER / "forms" / f"{form_id}.form" for form_id in sorted(forms)]
        engine.run(Deploy(tuple(Resource(path.name, path.read_bytes()) for path in files)))

    def answer(self, job_type: str, *answers: Variables) -> None:
        """What the worker of this job type returns from now on."""
        self.answers[f"complaint.{job_type}"] = list(answers)

    def call(self, **variables: Any) -> int:
        """The process begins as a caller begins it; the key of the instance."""
        key = self.engine.create(self.process_id, **variables)
        self.work()
        return key

    def receive(self, message: str, key: str, /, **variables: Any) -> None:
        """A message comes that is not kept when nobody waits for it."""
        self.engine.publish(f"complaint.{message}", key, **variables)
        self.work()

    def begin(self, message: str, name: str, key: str = "x1") -> int:
        """The process begins with its message, published as the sender does; the key of the instance."""
        self.engine.publish(
            f"complaint.{message}", key, ttl=DAY, message_id=key, **{name: key, "complaint_id": "c1"}
        )
        self.work()
        return self.engine.started(self.process_id)[-1]

    def work(self) -> None:
        """Do all jobs until there is none."""
        while any([self._check_clocks(), self._answer(), self._listen()]):
            pass

    def _check_clocks(self) -> bool:
        jobs = self.engine.jobs("complaint.check-clock")
        for job in jobs:
            script = self.clocks[str(job.variables["clock_id"])]
            rung, announce, wait = script.pop(0) if len(script) > 1 else script[0]
            found = {"rung": rung, "announce": announce, "check_at": self.moment(wait)}
            self.engine.run(CompleteJob(job.key, found))
        return bool(jobs)

    def _answer(self) -> bool:
        done = False
        for job_type, answers in self.answers.items():
            for job in self.engine.jobs(job_type):
                answer = answers.pop(0) if len(answers) > 1 else answers[0]
                self.engine.run(CompleteJob(job.key, answer))
                done = True
        return done

    def _listen(self) -> bool:
        jobs = [job for name in LISTENERS for job in self.engine.jobs(name)]
        for job in jobs:
            self.engine.run(CompleteJob(job.key, result=JobResult()))
        return bool(jobs)

    def moment(self, wait: int) -> str:
        """An ISO date-time so many milliseconds ahead."""
        return from_ms(self.engine.now + wait).isoformat()

    def task(self, element_id: str) -> UserTask:
        """The open task at an element."""
        (task,) = [task for task in self.engine.open(UserTask) if task.element_id == element_id]
        return task

    def submit(self, element_id: str, **variables: Any) -> None:
        """A person completes the task; the listeners agree."""
        self.engine.send(CompleteUserTask(self.task(element_id).key, variables))
        self.work()

    def pass_time(self, by_ms: int = HOUR) -> None:
        """Timers fire, workers work."""
        self.engine.advance(by_ms)
        self.work()

    def stop_clock(self, clock_id: str) -> None:
        """The service that stops a clock says so."""
        self.clocks[clock_id] = list(STOPPED)
        self.engine.publish("complaint.clock-changed", clock_id, message_id=f"{clock_id}:{self.engine.now}")
        self.work()

    def where(self, key: int) -> list[str]:
        """Where the instance waits, without its watches."""
        return sorted(name for name in self.engine.active(key) if not name.startswith("Call_Watch"))

    def passed(self, key: int) -> set[str]:
        """Every element that was completed in the instance."""
        ended = [entry.rsplit(":", 1) for entry in self.engine.path(key)]
        return {name for name, state in ended if state == "COMPLETED"}

    def leftovers(self) -> list[object]:
        """Everything that an ended process must not leave: elements, timers, tasks, waits and jobs."""
        nouns = (ElementInstance, Timer, UserTask, MessageSubscription)
        left: list[object] = [row for noun in nouns for row in self.engine.open(noun)]
        return left + [job for job in self.engine.open(Job) if str(job.state) not in ENDED_JOBS]

    def unreached(self) -> set[str]:
        """Elements and flows of the diagram that no instance has come to."""
        path = FOLDER / self.diagram.file_name
        (process,) = parse_bpmn(path.name, path.read_bytes())
        flows = {flow.id for element in process.elements.values() for flow in element.outgoing}
        rows, taken = self.engine.rows(ElementInstance), self.engine.rows(SequenceFlowTaken)
        reached = {row.element_id for row in rows if row.process_id == process.id}
        return (set(process.elements) | flows) - reached - {row.flow_id for row in taken}
