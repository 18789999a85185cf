"""A version of one decision of a decision graph; never changed after its deployment."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DecisionDefinition:
    """The logic is in the graph that `requirements_key` names; versions count per decision id."""

    key: int
    decision_id: str
    name: str
    version: int
    version_tag: str | None
    requirements_key: int
    deployment_key: int
    deployed_at: int
