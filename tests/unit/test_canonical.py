"""Two files that say the same have one digest, and any other word gives another."""

from __future__ import annotations

import json
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from bpmn.canonical import canonical_digest
from bpmn.reading import DECISIONS, FOLDER, FORMS

DIAGRAM = (FOLDER / "disposal.bpmn").read_text("utf-8")
DECISION = (DECISIONS / "complexity.dmn").read_text("utf-8")
FORM = (FORMS / "sign-referral.form").read_text("utf-8")
PLANE = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNPlane"


def _with_shapes_turned_round(text: str) -> str:
    root = ElementTree.fromstring(text)  # noqa: S314 - a file of the product
    plane = root.find(f".//{PLANE}")
    assert plane is not None
    plane[:] = reversed(list(plane))
    return ElementTree.tostring(root, encoding="unicode")


def _with_keys_turned_round(text: str) -> str:
    def turned(value: object) -> object:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return [turned(one) for one in value] if isinstance(value, list) else value

    return json.dumps(turned(json.loads(text)), ensure_ascii=True)


SAME: dict[str, tuple[str, str, Callable[[str], str]]] = {
    "shapes in another order, other prefixes": ("x.bpmn", DIAGRAM, _with_shapes_turned_round),
    "attributes in another order": (
        "x.bpmn",
        DIAGRAM,
        lambda text: text.replace(
            '<bpmn:process id="disposal" name="处理"', '<bpmn:process name="处理" id="disposal"'
        ),
    ),
    "another indentation": ("x.bpmn", DIAGRAM, lambda text: text.replace("\n", "\r\n\t")),
    "another release of Modeler": ("x.bpmn", DIAGRAM, lambda text: text.replace("5.47.0", "5.99.0")),
    "a hit policy that holds unsaid too": (
        "x.dmn",
        DECISION,
        lambda text: text.replace("<decisionTable", '<decisionTable hitPolicy="UNIQUE"'),
    ),
    "keys of a form in another order, Chinese escaped": ("x.form", FORM, _with_keys_turned_round),
    "a newer form schema": (
        "x.form",
        FORM,
        lambda text: text.replace('"schemaVersion": 18', '"schemaVersion": 19').replace("5.47.0", "5.99.0"),
    ),
}
OTHER: dict[str, tuple[str, str, Callable[[str], str]]] = {
    "a flow that goes elsewhere": (
        "x.bpmn",
        DIAGRAM,
        lambda text: text.replace('targetRef="Gateway_MergeDraft"', 'targetRef="UserTask_DraftOpinion"', 1),
    ),
    "a task with another name": (
        "x.bpmn",
        DIAGRAM,
        lambda text: text.replace('name="处理"', 'name="办理"', 1),
    ),
    "another condition": (
        "x.bpmn",
        DIAGRAM,
        lambda text: text.replace("=opinion_decision", "=not_decided", 1),
    ),
    "a shape that was moved": ("x.bpmn", DIAGRAM, lambda text: text.replace('x="355"', 'x="365"', 1)),
    "another element": (
        "x.dmn",
        DECISION,
        lambda text: text.replace("<outputEntry", "<annotation").replace("</outputEntry", "</annotation"),
    ),
    "another hit policy": (
        "x.dmn",
        DECISION,
        lambda text: text.replace("<decisionTable", '<decisionTable hitPolicy="FIRST"'),
    ),
    "another label": ("x.form", FORM, lambda text: text.replace('"label": "', '"label": "新', 1)),
}


@pytest.mark.parametrize("case", SAME)
def test_what_says_the_same_has_one_digest(case: str) -> None:
    """OW-9."""
    name, text, change = SAME[case]
    assert change(text) != text
    assert canonical_digest(name, change(text).encode()) == canonical_digest(name, text.encode())


@pytest.mark.parametrize("case", OTHER)
def test_what_says_something_else_has_another(case: str) -> None:
    """OW-9 probe."""
    name, text, change = OTHER[case]
    assert change(text) != text
    assert canonical_digest(name, change(text).encode()) != canonical_digest(name, text.encode())


@pytest.mark.parametrize("name", ["x.bpmn", "x.form"])
def test_what_cannot_be_read_is_known_by_its_bytes(name: str) -> None:
    assert canonical_digest(name, b"<") != canonical_digest(name, b"< ")
    assert canonical_digest(name, b"<") == canonical_digest(name, b"<")
