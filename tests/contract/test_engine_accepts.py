"""The engine takes every shipped file as it is; nothing in it is unsupported."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpmn.diagram import Diagram
from bpmn.reading import FOLDER, FORMS
from engine.errors import DeploymentError
from engine.model.form import parse_form
from engine.model.parser import parse_bpmn
from tests.contract.shipped import DIAGRAMS, find_diagram


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda diagram: diagram.process_id)
def test_engine_reads_the_diagram(diagram: Diagram) -> None:
    path = FOLDER / diagram.file_name
    (process,) = parse_bpmn(path.name, path.read_bytes())
    assert process.id == path.stem


@pytest.mark.parametrize("path", sorted(FORMS.glob("*.form")), ids=lambda path: path.stem)
def test_engine_reads_the_form(path: Path) -> None:
    form = parse_form(path.name, path.read_bytes())
    assert form.id == path.stem


def test_equal_escalation_codes_on_one_activity_are_refused() -> None:
    """C14: the linter does not see it, the engine does."""
    path = FOLDER / find_diagram("intake").file_name
    text = path.read_text("utf-8").replace('escalationCode="CLOCK_OVERDUE"', 'escalationCode="CLOCK_NEAR"')
    with pytest.raises(DeploymentError):
        parse_bpmn(path.name, text.encode())
