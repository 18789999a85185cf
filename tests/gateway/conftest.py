"""A real engine for each test, checked after every commit, and a raw stub of the protocol."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import grpc
import grpc.aio
import pytest
import pytest_asyncio
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from tests.engine_server import RunningEngine, running_engine
from tests.gateway import diagrams
from tests.store.shadow import ShadowCheck


@pytest.fixture
def shadow() -> ShadowCheck:
    return ShadowCheck()


@pytest.fixture
def engine(tmp_path: Path, shadow: ShadowCheck) -> Iterator[RunningEngine]:
    with running_engine(tmp_path / "engine", after_commit=shadow) as running:
        yield running
    assert shadow.differences == []


@pytest_asyncio.fixture
async def stub(engine: RunningEngine) -> AsyncIterator[GatewayStub]:
    async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
        yield GatewayStub(channel)


@pytest_asyncio.fixture
async def deployed(stub: GatewayStub) -> pb.DeployResourceResponse:
    return await stub.DeployResource(
        pb.DeployResourceRequest(
            resources=[
                pb.Resource(name="order.bpmn", content=diagrams.ORDER),
                pb.Resource(name="review.bpmn", content=diagrams.REVIEW),
            ]
        )
    )
