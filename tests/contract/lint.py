"""Runs the model linter of the web build. Skips with a reason when it was not built, fails instead under CI."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from deploy.webbuild import TOOLS, WebBuildError, node_command

LINTER = TOOLS / "lint-cli.mjs"


def lint(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Every finding of the linter, warnings included, as {file, element, category, rule, message}."""
    command = [*_node(), str(LINTER), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1, 2}, done.stderr
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def require_built() -> None:
    """Skips the test when Node or the web build is missing."""
    _node()


def _node() -> list[str]:
    try:
        node = node_command()
    except WebBuildError as error:
        return _absent(str(error))
    return node if LINTER.is_file() else _absent("the linter is not built (python -m deploy.webbuild)")


def _absent(reason: str) -> list[str]:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
