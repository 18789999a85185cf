"""Writes what is generated from the diagrams: names.py, docs/process.md, digests of the release being made.

Run as ``python -m bpmn.generate``; ``--check`` writes nothing and fails when a file is not fresh.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tomllib
from pathlib import Path

from bpmn.names_text import names_text
from bpmn.process_text import process_text
from bpmn.reading import DECISIONS, FOLDER, FORMS, list_diagrams, list_forms

ROOT = FOLDER.parent
NAMES = FOLDER / "names.py"
PROCESS_PAGE = ROOT / "docs" / "process.md"
SHIPPED = FOLDER / "shipped.json"


def generated_files() -> dict[Path, str]:
    """Every generated file with the text it must have now."""
    diagrams = list_diagrams()
    return {
        NAMES: names_text(diagrams, list_forms()),
        PROCESS_PAGE: process_text(diagrams),
        SHIPPED: shipped_text(),
    }


def shipped_text() -> str:
    """Digests kept per release: earlier releases stay as they are, the one being made follows the files."""
    releases = json.loads(SHIPPED.read_text("utf-8"))["releases"] if SHIPPED.is_file() else {}
    releases[_version()] = resource_digests()
    return json.dumps({"releases": releases}, indent=2) + "\n"


def resource_digests() -> dict[str, str]:
    """SHA-256 of every diagram, decision and form by bare file name."""
    paths = [*FOLDER.glob("*.bpmn"), *DECISIONS.glob("*.dmn"), *FORMS.glob("*.form")]
    paths.sort(key=lambda path: (path.suffix, path.name))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def list_stale() -> list[Path]:
    """Generated files that do not say what the diagrams say."""
    return [
        path
        for path, text in generated_files().items()
        if not path.is_file() or path.read_text("utf-8") != text
    ]


def _version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def main(arguments: list[str]) -> int:
    """Exit code 1 when ``--check`` finds a stale file, else 0."""
    stale = list_stale()
    if "--check" in arguments:
        sys.stderr.writelines(f"stale: {path.relative_to(ROOT)}\n" for path in stale)
        return 1 if stale else 0
    for path in stale:
        path.write_text(generated_files()[path], "utf-8")
        sys.stdout.write(f"written: {path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
