"""What the core answers about decisions, as data."""

from __future__ import annotations

from dataclasses import dataclass

from engine.state.decision_definition import DecisionDefinition
from engine.state.decision_instance import DecisionInstance
from engine.state.decision_requirements import DecisionRequirements
from engine.state.entity import Json


@dataclass(frozen=True, slots=True)
class DeployedGraph:
    """A decision graph of an accepted deployment with its decisions; an unchanged one keeps keys and versions.

    The entities never change after their deployment, so that they may be read at the borders.
    """

    requirements: DecisionRequirements
    decisions: tuple[DecisionDefinition, ...]


@dataclass(frozen=True, slots=True)
class DecisionEvaluated:
    """Answer to `EvaluateDecision`, also of one that failed: then `failure` says why and `failed_id` where.

    `evaluated` holds the stored rows, the required decisions first.
    """

    evaluation_key: int
    definition: DecisionDefinition
    requirements: DecisionRequirements
    output: Json
    evaluated: tuple[DecisionInstance, ...]
    failure: str | None = None
    failed_id: str | None = None
