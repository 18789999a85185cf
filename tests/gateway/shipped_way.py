"""A case on the shipped diagrams over the network: answers every job as the application would, thinly."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from engine.core.commands import CompleteUserTask
from engine.state.entity import Variables
from engine.state.timer import NO_INSTANCE
from tests.engine_server import RunningEngine
from tests.gateway.calls import activate
from tests.process.answers import ANSWERS
from tests.process.walks import ACCEPTED

BPMN: Final = Path(__file__).parents[2] / "bpmn"
HOUR_MS: Final = 3_600_000
WAITING: Final = ("timer", "message_subscription")
ENDING: Final = ("job", "user_task", "element_instance", "process_instance", "incident", "variable")

# The user tasks of the way in their order, with the variables that the application sends at completion.
STEPS: Final[tuple[tuple[str, Variables], ...]] = (
    ("UserTask_DecideAcceptance", {**ACCEPTED}),
    ("UserTask_AssignHandler", {"handler_id": "li"}),
    ("UserTask_PlanInvestigation", {"planned_methods": ["interview"]}),
    ("UserTask_RecordInvestigationAct", {}),
    ("UserTask_RecordFindings", {"needs_further_investigation": False}),
    ("UserTask_DraftOpinion", {"needs_review": False}),
    (
        "UserTask_ApproveOpinion",
        {
            "opinion_decision": "approve",
            "investigation_clock_id": None,
            "feedback_clock_id": "feedback",
            "needs_answer_task": True,
        },
    ),
    (
        "UserTask_GiveAnswer",
        {"needs_return_visit": True, "return_visit_clock_id": "return-visit", "survey_id": "survey"},
    ),
    ("UserTask_RecordReturnVisit", {"wants_another_attempt": False, "wants_redo": False}),
)
# A clock that a stage does not have is not watched.
NO_WATCH: Final = {"rung": "stopped", "announce": "none", "check_at": "2027-01-01T00:00:00+00:00"}


class ShippedWay:
    """One case, and the workers that serve it."""

    def __init__(self, engine: RunningEngine) -> None:
        self._engine = engine
        self.checks: dict[str, int] = {}
        self.announced: list[str] = []

    async def begin(self, stub: GatewayStub) -> None:
        """Deploy everything that is shipped and register the case."""
        files = [*BPMN.glob("*.bpmn"), *BPMN.glob("forms/*.form"), *BPMN.glob("dmn/*.dmn")]
        resources = [pb.Resource(name=file.name, content=file.read_bytes()) for file in files]
        await stub.DeployResource(pb.DeployResourceRequest(resources=resources))
        variables = {"complaint_id": "K1", "run_no": 1}
        await stub.PublishMessage(
            pb.PublishMessageRequest(
                name="complaint.registered",
                correlationKey="K1",
                timeToLive=24 * HOUR_MS,
                messageId="K1:1",
                variables=json.dumps(variables),
            )
        )
        await self.serve_jobs(stub)

    async def serve_jobs(self, stub: GatewayStub) -> None:
        """Answer jobs until none is left."""
        while sum([await self._serve(stub, job_type) for job_type in self._open_types()]):
            pass

    async def complete_task(self, stub: GatewayStub, element_id: str, variables: Variables) -> None:
        """Complete the open task at an element while workers answer its listeners."""
        [key] = self._column(
            "SELECT key FROM user_task WHERE ended_at IS NULL AND element_id = ?", element_id
        )
        command = CompleteUserTask(int(key), variables, "complete")
        completion = asyncio.run_coroutine_threadsafe(
            self._engine.runtime.execute(command), self._engine.loop
        )
        async with asyncio.timeout(30):
            while not completion.done():
                await self.serve_jobs(stub)
                await asyncio.sleep(0.005)
        completion.result()
        await self.serve_jobs(stub)

    async def pass_time(self, stub: GatewayStub, milliseconds: int) -> None:
        """Move the clock and let the watches look."""
        self._engine.pin_clock(self._engine.runtime.clock.now_ms() + milliseconds)
        await self.serve_jobs(stub)

    def leftovers(self) -> dict[str, int]:
        """How many open rows each table holds."""
        every, open_only = "SELECT count(*) FROM ", " WHERE ended_at IS NULL"
        counts = {table: every + table for table in WAITING}
        # A process that time begins waits for its next day, and belongs to no instance.
        counts["timer"] += f" WHERE process_instance_key != {NO_INSTANCE}"
        counts |= {table: every + table + open_only for table in ENDING}
        return {table: self._column(sql)[0] for table, sql in counts.items()}

    def root_instance_key(self) -> int:
        """The instance of the case itself."""
        return int(self._column("SELECT key FROM process_instance WHERE process_id = 'complaint'")[0])

    def check_clock(self, variables: Variables) -> Variables:
        """The ladder of a clock that is looked at every hour: near at the second look, over at the third."""
        clock_id = variables["clock_id"]
        if not isinstance(clock_id, str):
            return dict(NO_WATCH)
        self.checks[clock_id] = self.checks.get(clock_id, 0) + 1
        rung, announce = {1: ("within", "none"), 2: ("near", "near"), 3: ("over", "over")}.get(
            self.checks[clock_id], ("over", "none")
        )
        if announce != "none":
            self.announced.append(f"{clock_id} {announce}")
        check_at = datetime.fromtimestamp((self._engine.runtime.clock.now_ms() + HOUR_MS) / 1000, UTC)
        return {"rung": rung, "announce": announce, "check_at": check_at.isoformat()}

    def _open_types(self) -> list[str]:
        sql = "SELECT DISTINCT type FROM job WHERE ended_at IS NULL ORDER BY type"
        return [str(name) for name in self._column(sql)]

    async def _serve(self, stub: GatewayStub, job_type: str) -> int:
        jobs = await activate(stub, job_type)
        for job in jobs:
            is_clock = job_type == "complaint.check-clock"
            answer = self.check_clock(json.loads(job.variables)) if is_clock else ANSWERS.get(job_type, {})
            await stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key, variables=json.dumps(answer)))
        return len(jobs)

    def _column(self, sql: str, *parameters: str) -> list[int]:
        return [row[0] for row in self._engine.runtime.read().execute(sql, parameters)]
