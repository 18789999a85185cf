"""A case as data: files to deploy, steps to take, observations to expect, and the rule that says why."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent / "cases"
FILES = Path(__file__).parent / "files"
# Stands in files and cases behind every name that a cluster knows globally.
RUN_MARK = "_RUN"


@dataclass(frozen=True)
class Case:
    """One case of the suite with the names of this run in it."""

    name: str
    rule: str
    files: dict[str, bytes]
    steps: list[dict[str, Any]]
    expect: dict[str, dict[str, Any]]


def case_names() -> list[str]:
    """All cases in the order of their names."""
    return sorted(path.stem for path in CASES.glob("*.json"))


def load_case(name: str, run: str) -> Case:
    """The case with `run` in its process ids, job types, message names, form and decision ids."""
    text = (CASES / f"{name}.json").read_text(encoding="utf-8").replace(RUN_MARK, f"_{run}")
    data = json.loads(text)
    files = {
        file: (FILES / file).read_text(encoding="utf-8").replace(RUN_MARK, f"_{run}").encode()
        for file in data["files"]
    }
    return Case(name, data["rule"], files, data["steps"], data.get("expect", {}))
