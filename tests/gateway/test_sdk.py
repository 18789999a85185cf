"""The client library that Camunda Modeler is built on: decisions, streams, results and correlation, unmodified."""

from __future__ import annotations

import asyncio
import json
import subprocess
from pathlib import Path

from deploy.webbuild import SOURCES, node_command
from tests.contract.lint import require_built
from tests.engine.diagrams import chain, diagram, end, message, process, receive, service, start
from tests.engine.rule_diagrams import rule, script
from tests.engine_dmn.tables import decision, dmn, table
from tests.engine_server import RunningEngine

CLIENT = Path(__file__).with_name("sdk_client.mjs")
ROUTE = table("FIRST", ("amount",), ("route",), (("< 10",), ('"desk"',)), ((">= 10",), ('"office"',)))
WALK = diagram(
    message("reply", "sdk.reply"),
    process(
        "sdk",
        start(),
        rule("Decide", "route", "route"),
        script("Double", "=amount * 2", "doubled"),
        receive("Receive", "reply"),
        service("Work", "sdk-work"),
        end(),
        chain("start", "Decide", "Double", "Receive", "Work", "end"),
    ),
)


async def test_the_library_of_the_modeler_walks_rules_streams_results_and_correlation(
    engine: RunningEngine, tmp_path: Path
) -> None:
    require_built()
    files = {"sdk.bpmn": WALK, "route.dmn": dmn(decision("route", ROUTE))}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    addresses = [engine.grpc_address, engine.rest_address]
    command = [*node_command(), str(CLIENT), str(SOURCES / "package.json"), *addresses]
    command += [str(tmp_path / name) for name in files]
    done = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    walked = {"amount": 20, "key": "K-1", "route": "office", "doubled": 40, "reply": "好"}
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "pushed": walked,
        "result": {**walked, "done": True},
        "isSameInstance": True,
        "byGrpc": '"desk"',
        "byRest": '"office"',
    }
