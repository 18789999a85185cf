"""A case on the shipped diagrams over the network: answers every job as the application would, thinly."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from engine.processing.commands import CompleteUserTask
from engine.state.entity import Variables
from tests.engine_server import RunningEngine
from tests.gateway.calls import activate

BPMN: Final = Path(__file__).parents[2] / "bpmn"
HOUR_MS: Final = 3_600_000
WAITING: Final = ("timer", "message_subscription")
ENDING: Final = ("job", "user_task", "element_instance", "process_instance", "incident", "variable")

# The user tasks of the way in their order, with the variables that the application sends at completion.
STEPS: Final[tuple[tuple[str, Variables], ...]] = (
    (
        "UserTask_DecideAcceptance",
        {
            "outcome": "accepted",
            "handler_id": "li",
            "resolve_clock_id": "C-resolve",
            "investigation_clock_id": "C-investigation",
            "feedback_clock_id": "",
            "needs_answer_task": True,
        },
    ),
    ("UserTask_AssignHandler", {"handler_id": "li"}),
    ("UserTask_RecordFindings", {}),
    ("UserTask_DraftOpinion", {}),
    (
        "UserTask_ApproveOpinion",
        {"opinion_decision": "approve", "feedback_clock_id": "C-feedback", "needs_answer_task": True},
    ),
    ("UserTask_GiveAnswer", {"needs_return_visit": True, "return_visit_clock_id": "C-visit"}),
    ("UserTask_RecordReturnVisit", {}),
)


class ShippedWay:
    """One case, and the workers that serve it."""

    def __init__(self, engine: RunningEngine) -> None:
        self._engine = engine
        self.checks: dict[str, int] = {}
        self.announced: list[str] = []

    async def begin(self, stub: GatewayStub) -> None:
        """Deploy everything that is shipped and register the case."""
        files = [*BPMN.glob("*.bpmn"), *(BPMN / "forms").glob("*.form")]
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
        while sum([await self._serve(stub, job_type) for job_type in ANSWERS]):
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
        async with asyncio.timeout(10):
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
        counts |= {table: every + table + open_only for table in ENDING}
        return {table: self._column(sql)[0] for table, sql in counts.items()}

    def root_instance_key(self) -> int:
        """The instance of the case itself."""
        return int(self._column("SELECT key FROM process_instance WHERE process_id = 'complaint'")[0])

    def check_clock(self, variables: Variables) -> Variables:
        """The ladder of a clock that is looked at every hour: near at the second look, over at the third."""
        clock_id = str(variables["clock_id"])
        self.checks[clock_id] = self.checks.get(clock_id, 0) + 1
        rung, announce = {1: ("within", "none"), 2: ("near", "near"), 3: ("over", "over")}.get(
            self.checks[clock_id], ("over", "none")
        )
        if announce != "none":
            self.announced.append(f"{clock_id} {announce}")
        check_at = datetime.fromtimestamp((self._engine.runtime.clock.now_ms() + HOUR_MS) / 1000, UTC)
        return {"rung": rung, "announce": announce, "check_at": check_at.isoformat()}

    async def _serve(self, stub: GatewayStub, job_type: str) -> int:
        jobs = await activate(stub, job_type)
        for job in jobs:
            answer = ANSWERS[job_type](self, json.loads(job.variables))
            await stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key, variables=json.dumps(answer)))
        return len(jobs)

    def _column(self, sql: str, *parameters: str) -> list[int]:
        return [row[0] for row in self._engine.runtime.read().execute(sql, parameters)]


ANSWERS: Final[dict[str, Callable[[ShippedWay, Variables], Variables]]] = {
    "complaint.start-case-run": lambda way, variables: {
        "is_duplicate_run": False,
        "round": 1,
        "acceptance_clock_id": "C-acceptance",
    },
    "complaint.check-clock": ShippedWay.check_clock,
    "complaint.check-assignment": lambda way, variables: {},
    "complaint.check-completion": lambda way, variables: {},
    "complaint.archive-case": lambda way, variables: {},
}
