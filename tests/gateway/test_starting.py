"""Starts and ends of a real engine process: each refusal with its exit code and one sentence, clean ends with 0."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import stat
from pathlib import Path

import grpc.aio
import pytest
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from engine.start_refused import EXIT_COMMIT_FAILED, EXIT_START_POSTPONED, EXIT_START_REFUSED
from engine.state.opening import STORE_FILE
from engine.state.store_faults import failed_commit, refused_start
from tests.engine_server import EngineProcess
from tests.gateway import diagrams


def refusal_of(data_dir: Path, code: int, *, grpc_port: int = 0, rest_port: int = 0) -> str:
    with pytest.raises(RuntimeError, match=f"exit code {code}: ") as refused:
        EngineProcess(data_dir, grpc_port, rest_port)
    # The gRPC library writes lines of its own before ours.
    return str(refused.value).splitlines()[-1]


def test_second_engine_on_one_folder_is_refused(tmp_path: Path) -> None:
    first = EngineProcess(tmp_path)
    assert f"in use by process {first.process.pid}" in refusal_of(tmp_path, EXIT_START_POSTPONED)
    assert first.end(signal.SIGTERM) == 0


def test_taken_grpc_port_is_named(tmp_path: Path) -> None:
    first = EngineProcess(tmp_path / "first")
    port = first.ports.grpc_port
    refusal = refusal_of(tmp_path / "second", EXIT_START_POSTPONED, grpc_port=port)
    assert f"gRPC port {port} on 127.0.0.1 is taken" in refusal
    assert first.end(signal.SIGTERM) == 0


def test_taken_rest_port_is_named(tmp_path: Path) -> None:
    first = EngineProcess(tmp_path / "first")
    port = first.ports.rest_port
    refusal = refusal_of(tmp_path / "second", EXIT_START_POSTPONED, rest_port=port)
    assert f"REST port {port} on 127.0.0.1 is taken" in refusal
    assert first.end(signal.SIGTERM) == 0


def test_newer_store_is_refused(tmp_path: Path) -> None:
    assert EngineProcess(tmp_path).end(signal.SIGTERM) == 0
    raw = sqlite3.connect(tmp_path / STORE_FILE)
    raw.execute("UPDATE meta SET value = '99' WHERE name = 'schema_version'")
    raw.commit()
    raw.close()
    assert "schema version 99" in refusal_of(tmp_path, EXIT_START_REFUSED)


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
    assert engine.process.returncode == EXIT_COMMIT_FAILED
    assert errors.strip() == (
        "A commit failed: database is locked. What was answered is saved; the engine begins again from the disk."
    )
    intruder.close()


def test_every_file_of_the_store_is_its_owners_alone(tmp_path: Path) -> None:
    """SE-26: also those that an earlier release made for everybody to read."""
    assert EngineProcess(tmp_path).end(signal.SIGTERM) == 0
    for file in tmp_path.iterdir():
        file.chmod(0o644)
    engine = EngineProcess(tmp_path)
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}
    assert {file.name for file in tmp_path.iterdir()} >= {STORE_FILE, f"{STORE_FILE}-wal", "engine.lock"}
    assert engine.end(signal.SIGTERM) == 0


def test_a_store_damaged_further_in_is_refused_and_not_tried_again(tmp_path: Path) -> None:
    """SE-4: what no waiting mends ends with 78, also where the file opens and only a page in the middle is spoilt."""
    assert EngineProcess(tmp_path).end(signal.SIGTERM) == 0
    store = bytearray((tmp_path / STORE_FILE).read_bytes())
    store[4096 * 2 :] = b"\xa5" * (len(store) - 4096 * 2)
    (tmp_path / STORE_FILE).write_bytes(store)
    assert "cannot be opened" in refusal_of(tmp_path, EXIT_START_REFUSED)


@pytest.mark.parametrize(
    ("code", "exit_code"),
    [(sqlite3.SQLITE_FULL, EXIT_START_POSTPONED), (sqlite3.SQLITE_CORRUPT, EXIT_START_REFUSED)],
)
def test_a_full_disk_passes_and_a_damaged_file_does_not(tmp_path: Path, code: int, exit_code: int) -> None:
    """SE-4: a start without room is tried again for ever."""
    error = sqlite3.OperationalError("told")
    error.sqlite_errorcode = code
    assert refused_start(tmp_path, error).exit_code == exit_code
    expected = EXIT_START_REFUSED if code == sqlite3.SQLITE_CORRUPT else EXIT_COMMIT_FAILED
    assert failed_commit(error).exit_code == expected
