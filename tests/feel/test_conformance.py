"""The pairs of expression and value in the shared conformance file, case by case."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from engine.feel import EvaluationError, ExpressionError, parse, to_json
from engine.feel.comparison import equal
from engine.feel.temporal_text import parse_duration, parse_temporal

CASES_FILE = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "feel_cases.json"
# Cases whose expected value is not what FEEL gives, each with the reason.
NOT_TAKEN: dict[str, str] = {
    "357-InterpreterFunctionTest": (
        "the text 1.000.000,01 with these separators is 1000000.01; the file gives 1, the part of the"
        " Scala literal before its first underscore"
    ),
}


def _load_cases() -> list[list[object]]:
    if not CASES_FILE.is_file():
        return []
    cases: list[list[object]] = json.loads(CASES_FILE.read_text(encoding="utf-8"))["cases"]
    return cases


CASES = _load_cases()


def _identify(index: int) -> str:
    return f"{index:03}-{str(CASES[index][3]).removesuffix('.scala')}"


def test_the_conformance_file_is_there():
    """A missing folder is a skip at home and a failure under CI=true."""
    if not CASES_FILE.is_file():
        reason = f"no conformance file at {CASES_FILE}"
        print(reason)
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    assert len(CASES) >= 442


def _print(value: object) -> str:
    return json.dumps(value, sort_keys=True)


@pytest.mark.parametrize("index", range(len(CASES)), ids=_identify)
def test_case_has_its_value(index: int):
    expression, expected, context, _ = CASES[index]
    if _identify(index) in NOT_TAKEN:
        # Held to differ, so that the list cannot keep a case that has come to agree.
        assert _print(to_json(parse(expression).evaluate(context))) != _print(expected)
        return
    if isinstance(expected, dict) and "$fail" in expected:
        with pytest.raises((ExpressionError, EvaluationError)):
            parse(expression).evaluate(context)
        return
    value = parse(expression).evaluate(context)
    if isinstance(expected, dict) and "$t" in expected:
        text = expected["v"]
        wanted = parse_duration(text) if "P" in text[:2] else parse_temporal(text)
        assert type(value) is type(wanted)
        assert equal(value, wanted) is True, f"{to_json(value)} is not {text}"
    else:
        # As texts, since Python takes True for 1.
        assert _print(to_json(value)) == _print(expected)
