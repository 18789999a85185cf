"""DMN file in, decision graph out: of a new file without any fault, of a stored one as far as it goes."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from engine.dmn.circles import find_circle
from engine.dmn.expressions import read_expression
from engine.dmn.graph import Decision, DecisionGraph, DecisionTable, LiteralExpression
from engine.dmn.names import DMN_NAMESPACES, find_part, list_parts
from engine.dmn.table_reader import read_table
from engine.errors import DeploymentError, Fault
from engine.feel import parse
from engine.model.fault_list import FaultList
from engine.model.xml_tree import ZEEBE, XmlNode, XmlRefused, read_xml

# What stands beside decisions and means nothing for their evaluation.
_NOTES: Final = frozenset(
    {
        "description",
        "extensionElements",
        "decision",
        "inputData",
        "knowledgeSource",
        "textAnnotation",
        "association",
        "group",
        "itemDefinition",
        "organizationUnit",
        "performanceIndicator",
        "elementCollection",
    }
)
# What may stand in a decision besides its logic.
_DECISION_NOTES: Final = frozenset(
    {
        "description",
        "extensionElements",
        "question",
        "allowedAnswers",
        "variable",
        "informationRequirement",
        "authorityRequirement",
        "usingProcess",
        "usingTask",
        "supportedObjective",
        "impactedPerformanceIndicator",
        "decisionMaker",
        "decisionOwner",
    }
)
_LOGIC: Final = ("decisionTable", "literalExpression")


def parse_dmn(file: str, content: bytes) -> DecisionGraph:
    """The graph of a file; raises DeploymentError."""
    faults = FaultList(file)
    graph = _parse(content, faults)
    if faults.faults:
        raise DeploymentError(faults.faults)
    return graph


def read_stored_dmn(file: str, content: bytes) -> DecisionGraph:
    """The graph of a file that was deployed once, maybe by another release.

    A decision that cannot be read as it stands there fails when it is evaluated; the others are not concerned.
    """
    return _parse(content, FaultList(file, are_rules_kept=False))


def _parse(content: bytes, faults: FaultList) -> DecisionGraph:
    nothing = DecisionGraph("", "", {})
    try:
        root = read_xml(content, are_limits_kept=faults.are_rules_kept)
    except XmlRefused as refusal:
        faults.add_at_file(f"the file {refusal}")
        return nothing
    if root.namespace not in DMN_NAMESPACES or root.tag != "definitions":
        faults.add_at_file("the file holds no DMN 1.2 to 1.5 decisions")
        return nothing
    if not root.get("id"):
        faults.add(root, "has no id")
    for child in root.children:
        if child.namespace == root.namespace and child.tag not in _NOTES:
            faults.add(child, "is not supported by this engine")
    decisions = _read_decisions(root, faults)
    while circle := find_circle(decisions):
        node = next(node for node in list_parts(root, "decision") if node.get("id") == circle[0])
        faults.add(node, f"needs its own result: {' -> '.join(circle)}")
        if faults.are_rules_kept:
            break
        decisions[circle[0]] = _mark_unreadable(decisions[circle[0]], faults.faults[-1:])
    return DecisionGraph(root.get("id"), root.get("name") or root.get("id"), decisions)


def _read_decisions(root: XmlNode, faults: FaultList) -> dict[str, Decision]:
    nodes = list_parts(root, "decision")
    if not nodes:
        faults.add(root, "has no decision")
    known = {node.get("id") for node in nodes}
    decisions: dict[str, Decision] = {}
    for node in nodes:
        told_before = len(faults.faults)
        decision = _read_decision(node, faults)
        if not decision.id or decision.id in decisions:
            faults.add(node, "id is missing or used twice")
        for name in decision.required:
            if name not in known:
                faults.add(node, f"requires decision '{name}', which is not in this file")
        if not faults.are_rules_kept:
            decision = _mark_unreadable(decision, faults.faults[told_before:])
        decisions[decision.id] = decision
    return decisions


def _mark_unreadable(decision: Decision, faults: list[Fault]) -> Decision:
    """A decision with faults requires nothing, so that none is looked for that is not there."""
    if not faults:
        return decision
    reasons = "; ".join(f"{fault.element_type} '{fault.element_id}' {fault.message}" for fault in faults)
    return replace(decision, unreadable=reasons, required=())


def _read_decision(node: XmlNode, faults: FaultList) -> Decision:
    variable = find_part(node, "variable")
    return Decision(
        id=node.get("id"),
        name=node.get("name") or node.get("id"),
        version_tag=_read_version_tag(node),
        logic=_read_logic(node, faults),
        result_name=(variable.get("name") if variable is not None else "") or node.get("id"),
        result_type=variable.get("typeRef") if variable is not None else "",
        required=tuple(_read_requirements(node)),
    )


def _read_version_tag(node: XmlNode) -> str | None:
    holder = find_part(node, "extensionElements")
    tag = holder.find_child("versionTag", ZEEBE) if holder is not None else None
    return (tag.get("value") or None) if tag is not None else None


def _read_requirements(node: XmlNode) -> list[str]:
    needed = [find_part(need, "requiredDecision") for need in list_parts(node, "informationRequirement")]
    return [found.get("href").removeprefix("#") for found in needed if found is not None]


def _read_logic(node: XmlNode, faults: FaultList) -> DecisionTable | LiteralExpression:
    logic = [child for child in node.children if child.namespace == node.namespace and child.tag in _LOGIC]
    for child in node.children:
        if child.namespace == node.namespace and child.tag not in (*_LOGIC, *_DECISION_NOTES):
            faults.add(node, f"{child.tag} is not supported by this engine")
            return LiteralExpression(parse("null"))
    if len(logic) != 1:
        faults.add(node, "must have exactly one decision table or literal expression")
        return LiteralExpression(parse("null"))
    if logic[0].tag == "decisionTable":
        return read_table(logic[0], faults)
    return LiteralExpression(read_expression(logic[0], node, faults))
