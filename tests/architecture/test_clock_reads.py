"""The time is read in one place, so that a demo office and a test can move it."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.source_tree import ROOT, modules

CHECKED = ("models", "services", "workers", "api", "adapters")
ALLOWED = {ROOT / "adapters" / "clock.py"}
READS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("func", "now"),
    ("func", "current_timestamp"),
}


def clock_reads(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            if (owner, node.attr) in READS:
                found.append(f"{owner}.{node.attr}:{node.lineno}")
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and "CURRENT_TIMESTAMP" in node.value
        ):
            found.append(f"CURRENT_TIMESTAMP:{node.lineno}")
    return found


def test_only_the_clock_adapter_reads_the_time() -> None:
    files = [path for package in CHECKED for path in modules(package)]
    assert len(files) > 30
    reads: dict[Path, list[str]] = {
        p: r for p in files if p not in ALLOWED and (r := clock_reads(p.read_text()))
    }
    assert reads == {}


def test_the_check_finds_a_read() -> None:
    assert clock_reads("import datetime as dt\ndt.datetime.now()") == ["datetime.now:2"]
    assert clock_reads("x = text('DEFAULT CURRENT_TIMESTAMP')") == ["CURRENT_TIMESTAMP:1"]
