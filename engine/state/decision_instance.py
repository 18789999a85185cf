"""One decision evaluated once, with what went in, what came out and which rules matched; history only."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from engine.state.entity import Json


class DecisionState(StrEnum):
    """How an evaluation ended."""

    EVALUATED = "EVALUATED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class DecisionInstance:
    """Never loaded (`ended_at`, the moment of the evaluation, is always set).

    One evaluation of a graph gives one row a decision, all with the same `evaluation_key`; `position` counts them
    from 1, the required ones first and the called one (`root_decision_key`) last. `inputs` holds objects of id,
    name and value; `rules` objects of id, index (from 1) and outputs (id, name, value). The process fields are
    None for an evaluation that no process asked for.
    """

    key: int
    evaluation_key: int
    position: int
    state: str
    decision_key: int
    decision_id: str
    decision_name: str
    decision_version: int
    decision_type: str
    root_decision_key: int
    result: Json
    ended_at: int | None
    failure: str | None = None
    process_definition_key: int | None = None
    process_id: str | None = None
    process_instance_key: int | None = None
    element_instance_key: int | None = None
    element_id: str | None = None
    inputs: list[dict[str, Json]] = field(default_factory=list)
    rules: list[dict[str, Json]] = field(default_factory=list)
