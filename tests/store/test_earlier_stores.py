"""A store of every schema version that was ever released opens in this release, and its cases finish."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import grpc.aio
import pytest
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from engine.state.migration import list_migrations
from engine.state.opening import STORE_FILE, UNFINISHED_COPY, open_store
from tests.engine_server import RunningEngine, running_engine
from tests.gateway.calls import activate
from tests.store.shadow import ShadowCheck

STORES = Path(__file__).parent / "stores"
# Each store was left at 2026-08-31T01:00:00Z with a review at its user task, two orders at their jobs, one of
# them with an incident, and both order messages buffered; from version 2 on also with a case of three claims side
# by side, one of them answered, behind a decision, from 7 on with an instance that rests (`making.py`).
FIRST_WITH_CLAIMS = 2
FIRST_WITH_REST = 7
AN_HOUR_LATER = 1_788_138_000_000 + 3_600_000


def unpack(number: int, data_dir: Path) -> None:
    data_dir.mkdir()
    raw = sqlite3.connect(data_dir / STORE_FILE)
    raw.executescript((STORES / f"{number:04}.sql").read_text(encoding="utf-8"))
    raw.close()


def single(engine: RunningEngine, sql: str) -> int:
    [row] = engine.runtime.read().execute(sql)
    return int(row[0])


def test_there_is_a_store_of_every_version() -> None:
    versions = [step.number for step in list_migrations()]
    assert [int(path.stem) for path in sorted(STORES.glob("*.sql"))] == versions


def test_nothing_is_migrated_before_the_copy_of_the_earlier_store_is_whole(tmp_path: Path) -> None:
    """A disk that becomes full while the copy is made postpones the start; the next one begins the copy anew."""
    unpack(FIRST_WITH_CLAIMS, tmp_path / "engine")
    store = tmp_path / "engine" / STORE_FILE
    limited = (
        "import resource, signal, sys; from pathlib import Path; from engine.state.opening import open_store;"
        " signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f" resource.setrlimit(resource.RLIMIT_FSIZE, ({store.stat().st_size // 2},) * 2);"
        " open_store(Path(sys.argv[1]))"
    )
    opened = subprocess.run(
        [sys.executable, "-c", limited, str(store.parent)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "StartPostponed: The engine store" in opened.stderr
    assert list(store.parent.glob("engine.before*")) == []
    assert look(store) == ("ok", FIRST_WITH_CLAIMS)

    (store.parent / UNFINISHED_COPY).write_bytes(b"half of it, as a kill leaves it")
    open_store(store.parent).close()
    newest = list_migrations()[-1].number
    [copy] = store.parent.glob("engine.before*")
    assert (copy.name, look(copy)) == (f"engine.before-{newest:04}.db", ("ok", FIRST_WITH_CLAIMS))
    assert look(store) == ("ok", newest)


def look(store: Path) -> tuple[str, int]:
    """Whether it is whole, and its schema version."""
    raw = sqlite3.connect(store)
    [health] = raw.execute("PRAGMA integrity_check").fetchone()
    [version] = raw.execute("SELECT value FROM meta WHERE name = 'schema_version'").fetchone()
    raw.close()
    return health, int(version)


@pytest.mark.parametrize("number", [step.number for step in list_migrations()])
async def test_cases_of_an_earlier_store_go_on_where_they_stood(tmp_path: Path, number: int) -> None:
    unpack(number, tmp_path / "engine")
    shadow = ShadowCheck()
    with running_engine(tmp_path / "engine", after_commit=shadow) as engine:
        async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
            stub = GatewayStub(channel)
            [healthy] = await activate(stub, "work")
            await stub.CompleteJob(pb.CompleteJobRequest(jobKey=healthy.key))
            stuck = single(engine, "SELECT job_key FROM incident WHERE job_key IS NOT NULL")
            incident_key = single(engine, "SELECT key FROM incident WHERE job_key IS NOT NULL")
            await stub.UpdateJobRetries(pb.UpdateJobRetriesRequest(jobKey=stuck, retries=1))
            await stub.ResolveIncident(pb.ResolveIncidentRequest(incidentKey=incident_key))
            await stub.CompleteJob(pb.CompleteJobRequest(jobKey=stuck))
            engine.pin_clock(AN_HOUR_LATER)
            assert len(await activate(stub, "remind", wait_ms=5_000)) == 1
        orders = "SELECT count(*) FROM process_instance WHERE process_id = 'order' AND state = 'COMPLETED'"
        assert single(engine, orders) == 2
    assert shadow.differences == []
    kept = [path.name for path in (tmp_path / "engine").glob("engine.before-*.db")]
    newest = list_migrations()[-1].number
    assert kept == ([] if number == newest else [f"engine.before-{newest:04}.db"])


@pytest.mark.parametrize("number", [n.number for n in list_migrations() if n.number >= FIRST_WITH_CLAIMS])
async def test_loops_and_decisions_of_an_earlier_store_go_on(tmp_path: Path, number: int) -> None:
    unpack(number, tmp_path / "engine")
    shadow = ShadowCheck()
    with running_engine(tmp_path / "engine", after_commit=shadow) as engine:
        async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
            stub = GatewayStub(channel)
            for job in await activate(stub, "answer"):
                answer = json.dumps({"answer": json.loads(job.variables)["claim"]})
                await stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key, variables=answer))
            decided = await stub.EvaluateDecision(
                pb.EvaluateDecisionRequest(decisionId="route", variables='{"claims": []}')
            )
        assert json.loads(decided.decisionOutput) == "desk"
        [row] = engine.runtime.read().execute(
            "SELECT value FROM variable WHERE name = 'answers' AND scope_key ="
            " (SELECT key FROM process_instance WHERE process_id = 'claims')"
        )
        assert json.loads(str(row[0])) == ["甲", "b", "c"]
        assert single(engine, "SELECT count(*) FROM decision_instance") == 2
        claims = "SELECT count(*) FROM process_instance WHERE process_id = 'claims' AND state = 'COMPLETED'"
        assert single(engine, claims) == 1
    assert shadow.differences == []


@pytest.mark.parametrize("is_cancelled", [False, True])
@pytest.mark.parametrize("number", [n.number for n in list_migrations() if n.number >= FIRST_WITH_REST])
async def test_what_rests_in_an_earlier_store_rests_until_it_is_released_or_cancelled(
    tmp_path: Path, number: int, is_cancelled: bool
) -> None:
    """EN-2: a resting root is known after an upgrade, finishes when its incident is resolved, ends when it is cancelled."""
    unpack(number, tmp_path / "engine")
    shadow = ShadowCheck()
    with running_engine(tmp_path / "engine", after_commit=shadow) as engine:
        async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
            stub = GatewayStub(channel)
            assert await activate(stub, "meet", wait_ms=-1) == []
            rests = "SELECT key, rests_by FROM process_instance WHERE rests_by IS NOT NULL"
            [(key, incident_key)] = engine.runtime.read().execute(rests)
            if is_cancelled:
                await stub.CancelProcessInstance(pb.CancelProcessInstanceRequest(processInstanceKey=key))
                assert await activate(stub, "meet", wait_ms=-1) == []
            else:
                await stub.ResolveIncident(pb.ResolveIncidentRequest(incidentKey=incident_key))
                [job] = await activate(stub, "meet")
                await stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key))
        ended = "SELECT state FROM process_instance WHERE process_id = 'rests'"
        [(state,)] = engine.runtime.read().execute(ended)
        assert state == ("TERMINATED" if is_cancelled else "COMPLETED")
        left = "SELECT count(*) FROM incident WHERE state = 'ACTIVE' AND error_type = 'UNKNOWN'"
        assert single(engine, left) == 0
    assert shadow.differences == []
