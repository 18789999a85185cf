"""The Feel port over the engine's own evaluator, as the processes are wired."""

import pytest

from adapters.feel import FeelEvaluator
from deploy import feel

FEEL = FeelEvaluator(feel.evaluate, feel.find_fault)


@pytest.mark.parametrize(
    ("expression", "context", "expected"),
    [
        ('=decision != "refuse"', {"decision": "accept"}, True),
        ('decision != "refuse"', {"decision": "refuse"}, False),
        ('  =this.decision = "refuse"', {"this": {"decision": "refuse"}}, True),
        ("=missing", {}, None),
        ("=1 + 2", {}, 3),
    ],
)
def test_form_expressions_are_evaluated_with_or_without_their_sign(
    expression: str, context: dict[str, object], expected: object
) -> None:
    assert FEEL.evaluate(expression, context) == expected
