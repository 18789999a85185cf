"""Every sentence by which the engine refuses a file has a reason in the office's words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import engine
from services.resource_check.engine_words import OTHER, code_of, engine_fault
from services.resource_check.faults import REASONS

ENGINE = Path(engine.__file__).parent
# Where files are read: what else the engine says is no refusal of a file.
READERS = [*ENGINE.glob("model/*.py"), *ENGINE.glob("dmn/*reader.py"), *ENGINE.glob("dmn/expressions.py")]
# What XmlRefused says follows "the file" in a sentence that is here.
CALLS = frozenset({"add", "rule", "add_at_file", "_refused", "TimerRefused"})


def sentences() -> Iterator[str]:
    """The texts that readers give to a fault; what they fill in stands between quotation marks."""
    for path in sorted(READERS):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _called(node) in CALLS and node.args:
                text = _text_of(node.args[-1])
                # `what: error` of an expression has no words of its own.
                yield from ([text] if text.strip(": 7") else [])


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _text_of(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    return ""


def test_each_sentence_of_the_engine_has_its_reason() -> None:
    """OW-13: the engine goes on in English, and who reads the check is told in Chinese what is wrong."""
    found = [text for text in sentences() if " " in text]
    assert len(found) > 90
    assert [text for text in found if code_of(text) == OTHER] == []


def test_no_reason_of_the_engine_is_without_a_sentence() -> None:
    """A reason that no sentence has would be a promise without a case."""
    used = {code_of(text) for text in sentences()} | {"ENGINE_EXPRESSION"}
    assert used >= {code for code in REASONS if code.startswith("ENGINE_")} - {OTHER}


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("condition: Expected an expression but found the end", "ENGINE_EXPRESSION"),
        ("is not supported by this engine", "ENGINE_UNSUPPORTED"),
        ("'PT4' is not an ISO 8601 duration", "ENGINE_TIMER"),
        ("must have a condition or be the default flow", "ENGINE_CONDITION"),
        ("target 'Activity_is not supported' does not exist", "ENGINE_FLOW"),
        ("zeebe:formDefinition needs exactly one of formId and externalReference", "ENGINE_INCOMPLETE"),
        ("stands in this deployment more than once", "ENGINE_TWICE"),
        ("hitPolicy 'BEST' is unknown", "ENGINE_TABLE"),
        ("is part of a loop without a wait state: A -> B", "ENGINE_LOOP"),
    ],
)
def test_a_sentence_has_the_reason_that_it_tells(sentence: str, code: str) -> None:
    """OW-13: words of the owner inside a sentence say nothing about its reason."""
    assert code_of(sentence) == code


def test_a_sentence_of_another_engine_is_told_as_it_is() -> None:
    """OW-13: a cluster may say what the embedded engine never does."""
    fault = engine_fault("a.bpmn", "userTask", "Task_A", "the moon is full")
    assert str(fault) == f"a.bpmn: userTask 'Task_A': {REASONS[OTHER]}: the moon is full"
