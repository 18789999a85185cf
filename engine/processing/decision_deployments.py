"""Versions decision graphs: a new version of a graph gives a new version to each of its decisions."""

from __future__ import annotations

from engine.core.decision_answers import DeployedGraph
from engine.core.turn import Turn
from engine.dmn.graph import Decision, DecisionGraph
from engine.processing.parsed_file import ParsedFile
from engine.state.decision_definition import DecisionDefinition
from engine.state.decision_requirements import DecisionRequirements


def is_in_use(turn: Turn, graph: DecisionGraph, latest: DecisionRequirements | None) -> bool:
    """Whether the newest version of each decision is that of `latest`, and of no other graph that came since.

    Only then is the same file a duplicate, as on Zeebe; else it puts its decisions back in use as new versions.
    """
    newest = [turn.state.find_latest(DecisionDefinition, "decisions", name) for name in graph.decisions]
    return latest is not None and all(
        decision is not None and decision.requirements_key == latest.key for decision in newest
    )


def deploy_graph(
    turn: Turn, graph: DecisionGraph, file: ParsedFile, deployment_key: int | None
) -> DeployedGraph:
    """Store a new version, or give the latest one when there is no deployment."""
    latest = turn.state.find_latest(DecisionRequirements, "requirements", graph.id)
    if deployment_key is None and latest is not None:
        held = turn.state.list_by(DecisionDefinition, "decisions_of_graph", latest.key)
        return DeployedGraph(latest, tuple(held))
    requirements = DecisionRequirements(
        key=turn.state.new_key(),
        requirements_id=graph.id,
        name=graph.name,
        version=latest.version + 1 if latest else 1,
        resource_name=file.resource.name,
        checksum=file.checksum,
        xml=file.resource.content.decode(),
        deployment_key=deployment_key or 0,
        deployed_at=turn.now,
    )
    turn.state.put(requirements)
    decisions = tuple(_deploy_decision(turn, decision, requirements) for decision in graph.decisions.values())
    return DeployedGraph(requirements, decisions)


def _deploy_decision(turn: Turn, decision: Decision, graph: DecisionRequirements) -> DecisionDefinition:
    latest = turn.state.find_latest(DecisionDefinition, "decisions", decision.id)
    definition = DecisionDefinition(
        key=turn.state.new_key(),
        decision_id=decision.id,
        name=decision.name,
        version=latest.version + 1 if latest else 1,
        version_tag=decision.version_tag,
        requirements_key=graph.key,
        deployment_key=graph.deployment_key,
        deployed_at=turn.now,
    )
    turn.state.put(definition)
    return definition
