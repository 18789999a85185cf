"""Files that are no diagram or no form, or too big, are refused."""

from __future__ import annotations

import pytest

from engine.errors import DeploymentError
from engine.model.form import parse_form
from engine.model.parser import parse_bpmn
from engine.model.xml_tree import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS
from tests.engine.diagrams import (
    chain,
    diagram,
    end,
    process,
    start,
)


def broken_file(content: bytes) -> str:
    with pytest.raises(DeploymentError) as caught:
        parse_bpmn("x.bpmn", content)
    return str(caught.value)


def test_doctype_is_refused() -> None:
    content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert "DOCTYPE" in broken_file(content)


def test_limits_on_size_depth_and_elements_hold() -> None:
    assert "larger than" in broken_file(b" " * (MAX_BYTES + 1))
    assert "deeper than" in broken_file(b"<a>" * (MAX_DEPTH + 1))
    assert "more than" in broken_file(b"<a>" + b"<b/>" * MAX_ELEMENTS + b"</a>")


@pytest.mark.parametrize("content", [b"", b"no xml", b"<a>", b"<a/>", b"\xff\xfe\x00"])
def test_file_that_is_no_diagram_is_refused(content: bytes) -> None:
    assert broken_file(content).startswith("x.bpmn: resource")


def test_file_without_executable_process_is_refused() -> None:
    content = diagram(process("p", start(), end(), chain("start", "end"))).replace(b'"true"', b'"false"')
    assert "no executable process" in broken_file(content)


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b"{}", b'{"id": 5}', b'{"id": "f", "versionTag": 1}', b"\xff"]
)
def test_form_without_id_is_refused(content: bytes) -> None:
    with pytest.raises(DeploymentError, match=r"x\.form"):
        parse_form("x.form", content)
