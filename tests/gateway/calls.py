"""What the gateway tests ask a stub for again and again."""

from __future__ import annotations

from collections.abc import Awaitable

import grpc
import grpc.aio
import pytest
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub


async def activate(
    stub: GatewayStub, job_type: str, timeout_ms: int = 60_000, wait_ms: int = -1
) -> list[pb.ActivatedJob]:
    """Jobs of one poll, without waiting unless told."""
    request = pb.ActivateJobsRequest(
        type=job_type, worker="tester", timeout=timeout_ms, maxJobsToActivate=32, requestTimeout=wait_ms
    )
    return [job async for response in stub.ActivateJobs(request) for job in response.jobs]


async def publish_order(stub: GatewayStub, number: str, message_id: str = "", ttl_ms: int = 60_000) -> int:
    """Publish the message that starts an order."""
    response = await stub.PublishMessage(
        pb.PublishMessageRequest(
            name="order.placed",
            correlationKey=number,
            timeToLive=ttl_ms,
            messageId=message_id,
            variables=f'{{"number": "{number}", "note": "加急"}}',
        )
    )
    return response.key


async def status_of(call: Awaitable[object]) -> tuple[grpc.StatusCode, str]:
    """The status with which a call is refused."""
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await call
    return refused.value.code(), refused.value.details() or ""
