"""Evaluates a decision of a file and gives its result as JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from engine import feel
from engine.dmn.evaluation import evaluate_decision
from engine.dmn.reader import parse_dmn
from engine.dmn.trace import Outcome
from tests.engine_dmn.tables import decision, dmn

NOW = datetime(2026, 9, 1, tzinfo=UTC)


def outcome(content: bytes, decision_id: str, **variables: Any) -> Outcome:
    """What becomes of a decision."""
    return evaluate_decision(parse_dmn("x.dmn", content), decision_id, variables, NOW)


def decide(logic: str, **variables: Any) -> Any:
    """The result of a lone decision that must not fail."""
    found = outcome(dmn(decision("d", logic)), "d", **variables)
    assert found.failed is None, found.failed
    return feel.to_json(found.result)


def failure(logic: str, **variables: Any) -> str:
    """Why a lone decision fails."""
    found = outcome(dmn(decision("d", logic)), "d", **variables)
    assert found.failed is not None, found.result
    return str(found.failed.failure)
