"""The commands that end a job, each with a deadline of its own and retried until the engine has answered.

pyzeebe's unary calls have no deadline (P6) and a failed completion is never repeated (P7).
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import cast

import grpc
import structlog
from pyzeebe import Job
from pyzeebe.errors import JobAlreadyDeactivatedError, JobNotFoundError
from pyzeebe.grpc_internals.zeebe_job_adapter import ZeebeJobAdapter
from pyzeebe.types import Variables

from models.ground.errors import Conflict, NotFound
from workers.hardened.back_off import BackOff
from workers.hardened.job_route import Denial
from workers.hardened.once_a_minute import lasting
from workers.hardened.outcome import BpmnError, Incident, Outcome, Retry

CALL_DEADLINE_SECONDS = 5.0
ANSWER_TRIES = 8
ANSWER_BACK_OFF = BackOff(first=0.1, longest=3.0)
# A failed job comes back after this wait, doubled with each retry already used (P2: the default is 0).
FAILURE_BACK_OFF = BackOff(first=1.0, longest=300.0)
# Engines keep error messages with the incident; a longer one says nothing more.
MAX_MESSAGE = 300

_log = structlog.get_logger(__name__)

ListenerAnswer = Callable[[str, str | None], None]


def encode_result(result: Mapping[str, object] | None) -> dict[str, object]:
    """The result as plain JSON values; TypeError or ValueError for anything else (P3), before any call is made."""
    encoded = json.loads(json.dumps(dict(result or {}), allow_nan=False))
    if not isinstance(encoded, dict):
        raise TypeError("a job's result is an object")
    return encoded


class JobAnswers:
    """Tells the engine how jobs ended."""

    def __init__(self, adapter: ZeebeJobAdapter, answer_listener: ListenerAnswer) -> None:
        """`answer_listener(job_key, denied_reason)` answers listener jobs over REST; it may block a thread."""
        self._adapter = adapter
        self._answer_listener = answer_listener

    async def complete(self, job: Job, variables: dict[str, object]) -> None:
        """Complete a service task's job; a job that is gone counts as completed."""
        await self._until_answered(
            job, lambda: self._adapter.complete_job(job.key, cast("Variables", variables))
        )

    async def answer_listener(self, job: Job, verdict: Denial | None) -> None:
        """Let a change pass (None) or deny it; over REST, since a gRPC completion carries no result."""
        reason = verdict.reason if verdict is not None else None
        await self._until_answered(
            job, lambda: asyncio.to_thread(self._answer_listener, str(job.key), reason)
        )

    async def settle(self, job: Job, outcome: Outcome, failures: int) -> None:
        """Tell the engine of a failure: BPMN error, retry after a growing wait, or incident."""
        message = outcome.message[:MAX_MESSAGE]
        if isinstance(outcome, BpmnError):
            code = outcome.code
            await self._until_answered(job, lambda: self._adapter.throw_error(job.key, message, {}, code))
        elif isinstance(outcome, Incident):
            await self._fail(job, 0, message, 0)
        else:
            await self._retry(job, outcome, failures)

    async def hand_back(self, job: Job) -> None:
        """Give an unfinished job back at once, its retries unchanged; one try only, since we are stopping."""
        try:
            async with asyncio.timeout(1.0):
                await self._adapter.fail_job(job.key, job.retries, "WORKER_STOPPING", 0, {})
        except Exception as error:
            _log.warning(
                "job_not_handed_back", job_type=job.type, job_key=job.key, error=type(error).__name__
            )

    async def _retry(self, job: Job, outcome: Retry, failures: int) -> None:
        retries = job.retries - 1 if outcome.uses_retry else job.retries
        wait_ms = int(FAILURE_BACK_OFF.seconds(failures) * 1000)
        await self._fail(job, max(retries, 0), outcome.message[:MAX_MESSAGE], wait_ms)

    async def _fail(self, job: Job, retries: int, message: str, wait_ms: int) -> None:
        await self._until_answered(
            job, lambda: self._adapter.fail_job(job.key, retries, message, wait_ms, {})
        )

    async def _until_answered(self, job: Job, call: Callable[[], Awaitable[object]]) -> None:
        """Repeat the command, not the work, until it is answered; after the last try the lease brings the job back."""
        for attempt in range(1, ANSWER_TRIES + 1):
            try:
                async with asyncio.timeout(CALL_DEADLINE_SECONDS):
                    await call()
                return
            except (JobNotFoundError, JobAlreadyDeactivatedError, NotFound, Conflict):
                _log.info("job_already_ended", job_type=job.type, job_key=job.key)
                return
            except Exception as error:
                # Any status may pass (P5); what does not pass ends with the lease of the job.
                lasting.warn(
                    "job_answer_failed",
                    job_type=job.type,
                    job_key=job.key,
                    error_type=type(error).__name__,
                    attempt=attempt,
                )
            await asyncio.sleep(ANSWER_BACK_OFF.seconds(attempt))


def new_adapter(channel: grpc.aio.Channel) -> ZeebeJobAdapter:
    """pyzeebe's job calls on this channel, never giving up a connection by itself (P1)."""
    return ZeebeJobAdapter(channel, -1)
