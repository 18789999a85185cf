"""The shipped code holds no switch that ends a process: places are reached from outside."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SHIPPED = ("adapters", "api", "bpmn", "deploy", "engine", "models", "services", "workers")
ENDS = {"kill", "killpg", "_exit", "abort", "raise_signal", "SIGKILL", "pidfd_send_signal"}
# The supervisor ends its children, the nursery what it forked for nobody; nothing else may end a process.
MAY_END = {
    Path("deploy/supervise") / name
    for name in ("child.py", "supervisor.py", "forked.py", "kinship.py", "nursery.py")
}


def ends_in(source: str) -> set[str]:
    """Names in this source that end a process, and modules of the tests that it imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in ENDS:
            is_of_os = isinstance(node.value, ast.Name) and node.value.id in ("os", "signal")
            found |= {node.attr} if is_of_os else set()
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            found |= {module} if module.split(".")[0] == "tests" else set()
            found |= {alias.name for alias in node.names} & ENDS if module in ("os", "signal") else set()
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == "tests"}
    return found


@pytest.mark.parametrize("folder", SHIPPED)
def test_shipped_code_holds_no_switch_that_kills(folder: str) -> None:
    """No shipped module ends its own process or knows the launcher."""
    files = [path for path in (ROOT / folder).rglob("*.py") if path.relative_to(ROOT) not in MAY_END]
    assert files
    found = {str(path.relative_to(ROOT)): ends_in(path.read_text("utf-8")) for path in files}
    assert {name: ends for name, ends in found.items() if ends} == {}


@pytest.mark.parametrize(
    "source",
    [
        "import os\nos.kill(os.getpid(), 9)",
        "from os import _exit",
        "import signal\nsignal.SIGKILL",
        "from tests.kill import launcher",
    ],
)
def test_a_planted_switch_is_found(source: str) -> None:
    assert ends_in(source)
