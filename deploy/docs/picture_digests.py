"""Which state of each diagram its picture in docs/images/ was drawn from."""

from __future__ import annotations

import json
from pathlib import Path

from bpmn.canonical import canonical_digest
from bpmn.reading import FOLDER

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
DIGESTS = IMAGES / "diagrams.json"


def diagram_digests() -> dict[str, str]:
    """The canonical digest of every diagram by process id."""
    return {
        path.stem: canonical_digest(path.name, path.read_bytes()) for path in sorted(FOLDER.glob("*.bpmn"))
    }


def list_outdated_pictures() -> list[str]:
    """Process ids whose picture is missing or was drawn from another state of the diagram."""
    drawn: dict[str, str] = json.loads(DIGESTS.read_text("ascii")) if DIGESTS.is_file() else {}
    return [
        name
        for name, digest in diagram_digests().items()
        if drawn.get(name) != digest or not (IMAGES / f"{name}.svg").is_file()
    ]
