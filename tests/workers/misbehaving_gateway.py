"""A gateway that misbehaves as told, over a real port: the same script is run against pyzeebe and against ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import grpc
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayServicer, add_GatewayServicer_to_server

JOB_TYPE = "probe"


@dataclass
class Seen:
    """What the client did."""

    polls: int = 0
    completed: list[int] = field(default_factory=list)
    failed: list[tuple[int, int, int]] = field(default_factory=list)  # key, retries, back-off ms
    complete_calls: int = 0


class MisbehavingGateway(GatewayServicer):
    """Jobs are handed out in the order of `waiting`; each fault is a switch or a list of statuses to answer first."""

    def __init__(self) -> None:
        self.seen = Seen()
        self.waiting: list[int] = []
        self.poll_faults: list[grpc.StatusCode] = []
        self.complete_faults: list[grpc.StatusCode] = []
        self.completion_hangs = False
        self.polls_hang = False
        self.fails_every: int = 0
        self.hands_out_again = False
        self.retries = 3
        self.open_polls = 0

    async def ActivateJobs(
        self, request: pb.ActivateJobsRequest, context: grpc.aio.ServicerContext
    ) -> AsyncIterator[pb.ActivateJobsResponse]:
        self.seen.polls += 1
        self.open_polls += 1
        try:
            async for answer in self._answer_poll(request, context):
                yield answer
        finally:
            self.open_polls -= 1

    async def _answer_poll(
        self, request: pb.ActivateJobsRequest, context: grpc.aio.ServicerContext
    ) -> AsyncIterator[pb.ActivateJobsResponse]:
        if self.polls_hang:
            await asyncio.Event().wait()
        if self.poll_faults:
            await context.abort(self.poll_faults.pop(0), "told to")
        if self.fails_every and self.seen.polls % self.fails_every == 0:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "told to")
        for _ in range(20):
            if self.waiting:
                break
            await asyncio.sleep(0.01)
        taken = self.waiting[: request.maxJobsToActivate]
        if not self.hands_out_again:
            del self.waiting[: len(taken)]
        if taken:
            yield pb.ActivateJobsResponse(jobs=[self._job(key, request.worker) for key in taken])

    async def offer_to_the_next(self, *keys: int) -> None:
        """Wait for the polls of the client before to end, so that none of them takes the jobs; then offer these."""
        while self.open_polls:
            await asyncio.sleep(0.01)
        self.waiting = list(keys)

    async def CompleteJob(
        self, request: pb.CompleteJobRequest, context: grpc.aio.ServicerContext
    ) -> pb.CompleteJobResponse:
        self.seen.complete_calls += 1
        if self.completion_hangs:
            await asyncio.Event().wait()
        if self.complete_faults:
            await context.abort(self.complete_faults.pop(0), "told to")
        self.seen.completed.append(request.jobKey)
        return pb.CompleteJobResponse()

    async def FailJob(
        self, request: pb.FailJobRequest, context: grpc.aio.ServicerContext
    ) -> pb.FailJobResponse:
        self.seen.failed.append((request.jobKey, request.retries, request.retryBackOff))
        if request.retries > 0 and request.retryBackOff == 0:
            self.retries = request.retries
            self.waiting.append(request.jobKey)
        return pb.FailJobResponse()

    async def Topology(
        self, request: pb.TopologyRequest, context: grpc.aio.ServicerContext
    ) -> pb.TopologyResponse:
        return pb.TopologyResponse()

    def _job(self, key: int, worker: str) -> pb.ActivatedJob:
        return pb.ActivatedJob(
            key=key, type=JOB_TYPE, worker=worker, retries=self.retries, customHeaders="{}", variables="{}"
        )


@asynccontextmanager
async def serving(gateway: MisbehavingGateway, port: int = 0) -> AsyncIterator[str]:
    """The gateway on this port, or a free one; gives its address."""
    server = grpc.aio.server()
    add_GatewayServicer_to_server(gateway, server)
    port = server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        await server.stop(0)
