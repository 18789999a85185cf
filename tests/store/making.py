"""Writes the fixture of a schema version: `python -m tests.store.making NUMBER`, once, before its release.

The cases of the store before it are taken over, and one of each kind that this release brings is added.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
from pathlib import Path

import grpc.aio
from pyzeebe.proto import gateway_pb2 as pb
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

from engine.processing import job_commands
from engine.state.migration import list_migrations
from engine.state.opening import STORE_FILE
from tests.engine.diagrams import chain, diagram, end, process, service, start
from tests.engine.rule_diagrams import loop, looped, rule
from tests.engine_dmn.tables import decision, dmn, table
from tests.engine_server import running_engine
from tests.gateway.calls import activate

FIRST_WITH_REST = 7
STORES = Path(__file__).parent / "stores"
LOOP = loop("=claims", input_element="claim", output_collection="answers", output_element="=answer")
# Three claims side by side; the first is answered. The number of claims decided, by a table, which way it goes.
CLAIMS = diagram(
    process(
        "claims",
        start(),
        rule("route", "route", "route"),
        looped(service("answer"), LOOP),
        end(),
        chain("start", "route", "answer", "end"),
    )
)
ROWS = [(("< 3",), ('"desk"',)), ((">= 3",), ('"office"',))]
# Its job was completed by a worker, and the engine met an error in what followed: the instance rests.
RESTS = diagram(process("rests", start(), service("meet"), end(), chain("start", "meet", "end")))
RULES = dmn(decision("route", table("UNIQUE", ("count(claims)",), ("route",), *ROWS)))


def write(number: int) -> None:
    """Fill a store with this release, then write its rows under the schema of that number."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "engine"
        store.mkdir()
        _run_script(store / STORE_FILE, (STORES / "0001.sql").read_text(encoding="utf-8"))
        asyncio.run(_add_cases(store))
        if number >= FIRST_WITH_REST:
            asyncio.run(_let_one_rest(store))
        older = sqlite3.connect(":memory:")
        _copy(store / STORE_FILE, older, number)
    text = "\n".join(older.iterdump()) + "\n"
    older.close()
    (STORES / f"{number:04}.sql").write_text(text, encoding="utf-8")


async def _add_cases(store: Path) -> None:
    with running_engine(store) as engine:
        async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
            stub = GatewayStub(channel)
            files = [
                pb.Resource(name="claims.bpmn", content=CLAIMS),
                pb.Resource(name="rules.dmn", content=RULES),
            ]
            await stub.DeployResource(pb.DeployResourceRequest(resources=files))
            variables = '{"claims": ["a", "b", "c"]}'
            await stub.CreateProcessInstance(
                pb.CreateProcessInstanceRequest(bpmnProcessId="claims", version=-1, variables=variables)
            )
            first, *_ = await activate(stub, "answer")
            await stub.CompleteJob(pb.CompleteJobRequest(jobKey=first.key, variables='{"answer": "甲"}'))


async def _let_one_rest(store: Path) -> None:
    finish_job = job_commands.finish_job
    with running_engine(store) as engine:
        async with grpc.aio.insecure_channel(engine.grpc_address) as channel:
            stub = GatewayStub(channel)
            files = [pb.Resource(name="rests.bpmn", content=RESTS)]
            await stub.DeployResource(pb.DeployResourceRequest(resources=files))
            await stub.CreateProcessInstance(
                pb.CreateProcessInstanceRequest(bpmnProcessId="rests", version=-1, variables="{}")
            )
            [job] = await activate(stub, "meet")
            job_commands.finish_job = _fail
            try:
                await stub.CompleteJob(pb.CompleteJobRequest(jobKey=job.key))
            except grpc.aio.AioRpcError as error:
                if error.code() is not grpc.StatusCode.INTERNAL:
                    raise
            finally:
                job_commands.finish_job = finish_job


def _fail(*_: object) -> None:
    raise ZeroDivisionError


def _run_script(path: Path, text: str) -> None:
    raw = sqlite3.connect(path)
    raw.executescript(text)
    raw.close()


def _copy(newest: Path, older: sqlite3.Connection, number: int) -> None:
    for step in list_migrations()[:number]:
        for statement in step.statements:
            older.execute(statement)
    source = sqlite3.connect(newest)
    tables = [row[0] for row in older.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for name in tables:
        columns = [row[1] for row in older.execute(f"PRAGMA table_info({name})")]
        listed, marks = ", ".join(columns), ", ".join("?" for _ in columns)
        rows = source.execute(f"SELECT {listed} FROM {name}").fetchall()  # noqa: S608 - names from our own schema
        older.execute(f"DELETE FROM {name}")  # noqa: S608 - names from our own schema
        older.executemany(f"INSERT INTO {name} ({listed}) VALUES ({marks})", rows)  # noqa: S608 - names from our own schema
    older.execute("UPDATE meta SET value = ? WHERE name = 'schema_version'", (str(number),))
    older.commit()
    source.close()


if __name__ == "__main__":
    write(int(sys.argv[1]))
