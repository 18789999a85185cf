"""Passes every diagram through Camunda Modeler's library, so that owners who only look change no byte.

Run as ``python -m bpmn.save_diagrams``, which ``make bpmn`` does first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from bpmn.modeler import Modeler, open_modeler
from bpmn.reading import FOLDER


def save_diagrams(modeler: Modeler, paths: Iterable[Path]) -> list[Path]:
    """Writes each file as Modeler saves it; returns those that changed."""
    return [path for path in paths if _save(path, modeler.save(path.read_text("utf-8")))]


def _save(path: Path, saved: str) -> bool:
    if path.read_text("utf-8") == saved:
        return False
    path.write_text(saved, "utf-8")
    return True


if __name__ == "__main__":
    with open_modeler() as opened:
        changed = save_diagrams(opened, sorted(FOLDER.glob("*.bpmn")))
    sys.stdout.writelines(f"saved: bpmn/{path.name}\n" for path in changed)
