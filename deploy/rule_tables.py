"""The engine's reader and evaluator of tables, so that a table that is tried gives what it would give deployed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from engine.dmn.evaluation import evaluate_decision
from engine.dmn.graph import DecisionGraph
from engine.dmn.reader import parse_dmn
from engine.errors import DeploymentError
from engine.feel import to_json

FILE = "candidate.dmn"


def read(content: bytes) -> tuple[Sequence[str], str]:
    """The ids of its decisions, and the engine's first fault; empty where it would take the file."""
    try:
        return tuple(_graph(content).decisions), ""
    except DeploymentError as refusal:
        return (), refusal.faults[0].message


def evaluate(
    content: bytes, decision_id: str, variables: Mapping[str, object], now: datetime
) -> tuple[object, bool]:
    """The result as JSON, and whether the evaluation failed."""
    outcome = evaluate_decision(_graph(content), decision_id, variables, now)
    return to_json(outcome.result), outcome.failed is not None


@lru_cache(4)
def _graph(content: bytes) -> DecisionGraph:
    return parse_dmn(FILE, content)
