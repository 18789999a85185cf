"""Plays the workers and people of the shipped diagrams against a core: scripted answers, no database."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from engine.model.intervals import from_ms
from engine.processing.commands import CompleteJob, CompleteUserTask, Deploy, JobResult, Resource
from engine.state.element_instance import ElementInstance
from engine.state.timer import Timer
from engine.state.user_task import UserTask
from tests.engine.driver import DAY, HOUR, Driver

FOLDER = Path(__file__).resolve().parents[2] / "bpmn"
LISTENERS = ("complaint.check-assignment", "complaint.check-completion")
# What check-clock answers for a clock: rung, announce, and when to look again.
Script = list[tuple[str, str, int]]
CALM: Script = [("within", "none", DAY)]


class Office:
    """Knows the variables each step returns; a test says what people decide and how clocks run."""

    def __init__(self, engine: Driver) -> None:
        self.engine = engine
        self.clocks: dict[str, Script] = defaultdict(lambda: list(CALM))
        self.is_duplicate = False
        self.checked: list[tuple[str, str]] = []
        self.archived: list[str] = []
        files = [*FOLDER.glob("*.bpmn"), *FOLDER.glob("forms/*.form")]
        engine.run(Deploy(tuple(Resource(path.name, path.read_bytes()) for path in sorted(files))))

    def register(self, complaint_id: str = "c1") -> int:
        """A complaint comes in; the key of its root instance."""
        self.engine.publish(
            "complaint.registered",
            complaint_id,
            ttl=DAY,
            message_id=f"{complaint_id}:1",
            complaint_id=complaint_id,
            run_no=1,
        )
        self.work()
        return self.engine.started("complaint")[-1]

    def work(self) -> None:
        """Do all jobs until there is none."""
        while any([self._start_runs(), self._check_clocks(), self._archive(), self._listen()]):
            pass

    def _start_runs(self) -> bool:
        jobs = self.engine.jobs("complaint.start-case-run")
        for job in jobs:
            found = {"is_duplicate_run": self.is_duplicate, "round": 1, "acceptance_clock_id": "acceptance"}
            self.engine.run(CompleteJob(job.key, found))
        return bool(jobs)

    def _check_clocks(self) -> bool:
        jobs = self.engine.jobs("complaint.check-clock")
        for job in jobs:
            clock_id = str(job.variables["clock_id"])
            script = self.clocks[clock_id]
            rung, announce, wait = script.pop(0) if len(script) > 1 else script[0]
            self.checked.append((clock_id, rung))
            check_at = from_ms(self.engine.now + wait).isoformat()
            self.engine.run(CompleteJob(job.key, {"rung": rung, "announce": announce, "check_at": check_at}))
        return bool(jobs)

    def _archive(self) -> bool:
        jobs = self.engine.jobs("complaint.archive-case")
        for job in jobs:
            self.archived.append(str(job.variables["complaint_id"]))
            self.engine.run(CompleteJob(job.key))
        return bool(jobs)

    def _listen(self) -> bool:
        jobs = [job for name in LISTENERS for job in self.engine.jobs(name)]
        for job in jobs:
            self.engine.run(CompleteJob(job.key, result=JobResult()))
        return bool(jobs)

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

    def change_clock(self, clock_id: str) -> None:
        """The service that moved a clock says so."""
        self.engine.publish("complaint.clock-changed", clock_id, message_id=f"{clock_id}:{self.engine.now}")
        self.work()

    def accept(self) -> None:
        """Intake accepts, and names the handler."""
        self.accept_claims()
        self.submit("UserTask_AssignHandler", handler_id="li")

    def accept_claims(self) -> None:
        """Intake accepts; nobody is named yet."""
        self.submit(
            "UserTask_DecideAcceptance",
            outcome="accepted",
            handler_id=None,
            needs_answer_task=None,
            resolve_clock_id="resolve",
            investigation_clock_id="investigation",
            feedback_clock_id=None,
        )

    def refuse(self, *, needs_answer_task: bool) -> None:
        """Intake refuses all claims."""
        self.submit(
            "UserTask_DecideAcceptance",
            outcome="refused",
            handler_id="li",
            needs_answer_task=needs_answer_task,
            resolve_clock_id=None,
            investigation_clock_id=None,
            feedback_clock_id="feedback",
        )

    def decide(self, decision: str = "approve") -> None:
        """An opinion is drafted and decided on."""
        self.submit("UserTask_DraftOpinion")
        self.submit(
            "UserTask_ApproveOpinion",
            opinion_decision=decision,
            feedback_clock_id="feedback",
            needs_answer_task=True,
        )

    def answer(self, *, needs_return_visit: bool) -> None:
        """The complainant is told."""
        self.submit(
            "UserTask_GiveAnswer", needs_return_visit=needs_return_visit, return_visit_clock_id="return-visit"
        )

    def running_watches(self) -> list[ElementInstance]:
        """Open elements of watches."""
        return [row for row in self.engine.open(ElementInstance) if row.process_id == "deadline-watch"]

    def open_timers(self) -> list[Timer]:
        """All timers of the engine."""
        return self.engine.open(Timer)
