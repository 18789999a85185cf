"""FEEL of every shape gives a value that can be stored, or one of two kinds of refusal."""

from __future__ import annotations

import json
import random
import time
from datetime import UTC, datetime

import pytest

from engine.errors import ExpressionError
from engine.feel import parse, parse_unary_tests, to_json
from tests.fuzz.amounts import TIMEOUT_SECONDS, Attempts, amount
from tests.fuzz.feel_texts import FeelTexts, context

NOW = datetime(2026, 9, 1, 17, 30, tzinfo=UTC)
# What the limits of steps, sizes and patterns leave; the single writer waits no longer for an expression.
LONGEST_SECONDS, MOST_SECONDS = 0.5, 2.0


def answer(chance: random.Random) -> tuple[str, str]:
    """An expression or unary tests, and what became of it: a kind of value or of refusal."""
    texts = FeelTexts(chance)
    values = context(chance)
    if chance.random() < 0.15:
        text = texts.tests()
        try:
            parse_unary_tests(text).evaluate(chance.choice(list(values.values())), values, NOW)
        except ExpressionError as refusal:
            return text, type(refusal).__name__
        return text, "unary tests"
    text = texts.expression()
    warnings: list[str] = []
    try:
        value = to_json(parse(text).evaluate(values, NOW, warnings=warnings))
    except ExpressionError as refusal:
        return text, type(refusal).__name__
    # What is stored is JSON without what the standard does not know, and text of any kind can be written.
    json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    assert all(warning.startswith("[") and len(warning) < 5_000 for warning in warnings), warnings
    return text, "null" if value is None else type(value).__name__


@pytest.mark.timeout(TIMEOUT_SECONDS)
def test_every_text_has_a_value_or_a_refusal() -> None:
    """EN-1: 200,000 in `make prove`; whatever else is raised would end the command of a case."""
    attempts = Attempts("FEEL texts", LONGEST_SECONDS)
    for chance in attempts.each(amount(600, 200_000)):
        began = time.process_time()
        text, outcome = answer(chance)
        attempts.took(time.process_time() - began, text)
        attempts.met[outcome] += 1
    assert attempts.met["ExpressionError"] and attempts.met["null"] and attempts.met["EvaluationError"]
    assert attempts.longest < MOST_SECONDS, attempts.slow
    attempts.save()
