"""C13: every FEEL expression in diagrams and forms parses in our engine; none reads the clock of the engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bpmn.reading import FOLDER, FORMS
from engine.feel import ExpressionError, parse, parse_unary_tests
from tests.contract import shipped

CLOCK_CALLS = re.compile(r"\b(now|today)\s*\(")


def diagram_expressions(path: Path) -> Iterator[tuple[str, str]]:
    """Every attribute and text of the file that starts with an equals sign, wherever it stands."""
    root = ElementTree.fromstring(path.read_bytes())  # noqa: S314 - a file of the product, not input
    for element in root.iter():
        for value in (*element.attrib.values(), (element.text or "").strip()):
            if value.startswith("="):
                yield f"{path.name} {element.attrib.get('id', element.tag)}", value


def decision_expressions(path: Path) -> Iterator[tuple[str, str]]:
    """Input expressions, tests and results of the decision tables, written without an equals sign."""
    root = ElementTree.fromstring(path.read_bytes())  # noqa: S314 - a file of the product, not input
    for kind in ("inputExpression", "inputEntry", "outputEntry"):
        for element in root.iterfind(f".//{{*}}{kind}"):
            value = element.findtext("{*}text", "").strip()
            yield f"{path.name} {element.attrib['id']} {kind}", value


def form_expressions(node: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from form_expressions(value, f"{place}.{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from form_expressions(value, f"{place}.{index}")
    elif isinstance(node, str) and node.startswith("="):
        yield place, node


def unreadable(found: list[tuple[str, str]]) -> list[str]:
    faults = []
    for place, expression in found:
        try:
            _parse(place, expression)
        except ExpressionError as error:
            faults.append(f"{place}: {expression}: {error}")
        if CLOCK_CALLS.search(expression):
            faults.append(f"{place}: {expression} reads the engine's clock")
    return faults


def _parse(place: str, expression: str) -> None:
    if place.endswith("inputEntry"):
        parse_unary_tests(expression)
        return
    parse(expression.removeprefix("="))
    if place.endswith("conditional.hide"):
        parse_unary_tests(expression.removeprefix("="))


def all_expressions() -> list[tuple[str, str]]:
    found = [item for path in sorted(FOLDER.glob("*.bpmn")) for item in diagram_expressions(path)]
    found += [item for path in sorted(FOLDER.glob("dmn/*.dmn")) for item in decision_expressions(path)]
    for form_id, schema in shipped.FORMS.items():
        found += form_expressions(schema, form_id)
    return found


def test_every_expression_parses() -> None:
    """C13."""
    found = all_expressions()
    assert len(list(FORMS.glob("*.form"))) > 45
    for kind in ("conditional.hide", "inputExpression", "inputEntry", "outputEntry"):
        assert any(place.endswith(kind) for place, _ in found), kind
    assert len(found) > 300
    assert unreadable(found) == []


@pytest.mark.parametrize("expression", ["=a + ", "=if x then 1", "=accepted = = false", "=a == b", "=now()"])
def test_bad_expression_is_found(expression: str) -> None:
    """C13 probe: two of these pass the linter of Camunda."""
    assert unreadable([("probe", expression)]) != []


def test_bad_test_of_a_decision_table_is_found() -> None:
    """C13 probe."""
    assert unreadable([("probe inputEntry", ">= 2")]) == []
    assert unreadable([("probe inputEntry", ">= ")]) != []
