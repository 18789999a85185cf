"""Starts and ends of a real engine process: refusals with exit code 78 and one sentence, clean ends with 0."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from pathlib import Path

import grpc.aio
import pytest
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from engine.state.opening import STORE_FILE
from tests.engine_server import EngineProcess
from tests.gateway import diagrams


def refusal_of(data_dir: Path, grpc_port: int = 0, rest_port: int = 0) -> str:
    with pytest.raises(RuntimeError, match="exit code 78: ") as refused:
        EngineProcess(data_dir, grpc_port, rest_port)
    # The gRPC library writes lines of its own before ours.
    return str(refused.value).splitlines()[-1]


def test_second_engine_on_one_folder_is_refused(tmp_path: Path) -> None:
    first = EngineProcess(tmp_path)
    assert f"in use by process {first.process.pid}" in refusal_of(tmp_path)
    assert first.end(signal.SIGTERM) == 0


def test_taken_grpc_port_is_named(tmp_path: Path) -> None:
    first = EngineProcess(tmp_path / "first")
    port = first.ports.grpc_port
    assert f"gRPC port {port} on 127.0.0.1 is taken" in refusal_of(tmp_path / "second", grpc_port=port)
    assert first.end(signal.SIGTERM) == 0


def test_taken_rest_port_is_named(tmp_path: Path) -> None:
    first = EngineProcess(tmp_path / "first")
    port = first.ports.rest_port
    assert f"REST port {port} on 127.0.0.1 is taken" in refusal_of(tmp_path / "second", rest_port=port)
    assert first.end(signal.SIGTERM) == 0


def test_newer_store_is_refused(tmp_path: Path) -> None:
    assert EngineProcess(tmp_path).end(signal.SIGTERM) == 0
    raw = sqlite3.connect(tmp_path / STORE_FILE)
    raw.execute("UPDATE meta SET value = '99' WHERE name = 'schema_version'")
    raw.commit()
    raw.close()
    assert "schema version 99" in refusal_of(tmp_path)


def test_interrupt_ends_the_engine_cleanly(tmp_path: Path) -> None:
    assert EngineProcess(tmp_path).end(signal.SIGINT) == 0


@pytest.mark.timeout(60)
async def test_engine_whose_commit_fails_answers_nothing_more_and_ends(tmp_path: Path) -> None:
    engine = EngineProcess(tmp_path)
    intruder = sqlite3.connect(tmp_path / STORE_FILE)
    intruder.execute("BEGIN IMMEDIATE")
    async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
        resource = pb.Resource(name="order.bpmn", content=diagrams.ORDER)
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await GatewayStub(channel).DeployResource(pb.DeployResourceRequest(resources=[resource]))
    assert refused.value.code() == grpc.StatusCode.UNAVAILABLE
    _, errors = await asyncio.to_thread(engine.process.communicate)
    assert engine.process.returncode == 1
    assert "database is locked" in errors
    intruder.close()
