"""Parses a diagram that must be refused and gives its faults."""

from __future__ import annotations

import pytest

from engine.errors import DeploymentError, Fault
from engine.model.parser import parse_bpmn
from tests.engine.diagrams import chain, diagram, end, process, start


def faults_of(*parts: str, around: str = "") -> tuple[Fault, ...]:
    with pytest.raises(DeploymentError) as caught:
        parse_bpmn("x.bpmn", diagram(around, process("p", *parts)))
    return caught.value.faults


def refused(*parts: str, around: str = "") -> tuple[str, str, str]:
    """Type, id and message of the only fault."""
    (fault,) = faults_of(*parts, around=around)
    assert fault.file == "x.bpmn"
    return fault.element_type, fault.element_id, fault.message


def on_the_way(element: str, element_id: str = "x", around: str = "") -> str:
    """The message of the only fault of an element between start and end."""
    tag, found, text = refused(start(), element, end(), chain("start", element_id, "end"), around=around)
    assert found == element_id, (tag, found, text)
    return text
