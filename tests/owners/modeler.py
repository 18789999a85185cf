"""Deployments as Camunda Modeler makes them: by its own client library, over REST or gRPC."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.webbuild import SOURCES, WebBuildError, node_command

SCRIPT = Path(__file__).with_name("modeler.cjs")
SDK = SOURCES / "node_modules" / "@camunda8" / "sdk"
LIMIT_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Deployment:
    """Files that go together to an `http://` or `grpc://` address."""

    address: str
    files: tuple[Path, ...]


def deploy(deployments: Sequence[Deployment]) -> list[dict[str, int]]:
    """The version of each id, deployment by deployment; fails with the engine's words when one is refused."""
    order = {
        "packages": str(SOURCES / "package.json"),
        "deployments": [
            {"address": one.address, "files": [str(file) for file in one.files]} for one in deployments
        ],
    }
    command = [*_node(), str(SCRIPT)]
    done = subprocess.run(
        command, input=json.dumps(order), capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr
    # The client says on the same output when it closes its channel.
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def _node() -> list[str]:
    try:
        node = node_command()
    except WebBuildError as error:
        return _absent(str(error))
    return node if SDK.is_dir() else _absent("@camunda8/sdk is not installed (python -m deploy.webbuild)")


def _absent(reason: str) -> list[str]:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
