"""Writes what is generated from the diagrams: names.py, docs/process.md, digests of the release being made.

Run as ``python -m bpmn.generate``; ``--check`` writes nothing and fails when a file is not fresh.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from bpmn.canonical import canonical_digest
from bpmn.names_text import names_text
from bpmn.process_text import process_text
from bpmn.reading import DECISIONS, FOLDER, FORMS, list_diagrams, list_forms

ROOT = FOLDER.parent
NAMES = FOLDER / "names.py"
PROCESS_PAGE = ROOT / "docs" / "process.md"
SHIPPED = FOLDER / "shipped.json"
UNRELEASED = "unreleased"


def generated_files() -> dict[Path, str]:
    """Every generated file with the text it must have now."""
    diagrams = list_diagrams()
    return {
        NAMES: names_text(diagrams, list_forms()),
        PROCESS_PAGE: process_text(diagrams),
        SHIPPED: shipped_text(),
    }


def shipped_text() -> str:
    """Digests kept per release: earlier releases stay as they are, the one being made follows the files.

    Under `recorded_as` stand the digests by which offices of those releases wrote down the forms they installed.
    """
    kept: dict[str, Any] = json.loads(SHIPPED.read_text("utf-8")) if SHIPPED.is_file() else {"releases": {}}
    kept["releases"].pop(UNRELEASED, None)
    kept["releases"][release_being_made()] = resource_digests()
    return json.dumps(kept, indent=2) + "\n"


def resource_digests(folder: Path = FOLDER) -> dict[str, str]:
    """The canonical digest of every diagram, decision and form by bare file name."""
    paths = [*folder.glob("*.bpmn"), *(folder / DECISIONS.name).glob("*.dmn")]
    paths += (folder / FORMS.name).glob("*.form")
    paths.sort(key=lambda path: (path.suffix, path.name))
    return {path.name: canonical_digest(path.name, path.read_bytes()) for path in paths}


def list_stale() -> list[Path]:
    """Generated files that do not say what the diagrams say."""
    return [
        path
        for path, text in generated_files().items()
        if not path.is_file() or path.read_text("utf-8") != text
    ]


def release_being_made() -> str:
    """The version of the project, or `unreleased` while the changelog has something that is in no release yet."""
    if "\n## Unreleased\n" in (ROOT / "CHANGELOG.md").read_text("utf-8"):
        return UNRELEASED
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
