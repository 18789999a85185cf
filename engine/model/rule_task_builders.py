"""Builds script tasks and business rule tasks: each is either an expression or decision, or a job."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from engine.model.builders import Reading
from engine.model.elements import BusinessRuleTask, ElementType, FlowNode, JobDefinition, ScriptTask
from engine.model.extensions import check_binding, find_extension, read_task_definition
from engine.model.fault_list import FaultList
from engine.model.xml_tree import XmlNode


def build_script_task(node: XmlNode, reading: Reading) -> FlowNode:
    """An expression whose value goes to a variable (`zeebe:script`), or a job."""
    base, faults = reading.base(node), reading.faults
    script = find_extension(node, "script")
    job = _read_job(node, script, "zeebe:script", faults)
    if script is None:
        return ScriptTask(**base, element_type=ElementType.SCRIPT_TASK, job=job)
    source = script.get("expression")
    if not source:
        faults.add(node, "zeebe:script has no expression")
    return ScriptTask(
        **base,
        element_type=ElementType.SCRIPT_TASK,
        expression=faults.expression(node, source, "expression"),
        result_variable=_read_result_variable(node, script, faults),
    )


def build_business_rule_task(node: XmlNode, reading: Reading) -> FlowNode:
    """A call of the latest version of a decision (`zeebe:calledDecision`), or a job."""
    base, faults = reading.base(node), reading.faults
    called = find_extension(node, "calledDecision")
    job = _read_job(node, called, "zeebe:calledDecision", faults)
    if called is None:
        return BusinessRuleTask(**base, element_type=ElementType.BUSINESS_RULE_TASK, job=job)
    check_binding(node, called, faults)
    return BusinessRuleTask(
        **base,
        element_type=ElementType.BUSINESS_RULE_TASK,
        decision_id=faults.required_text(node, called.get("decisionId"), "decisionId"),
        result_variable=_read_result_variable(node, called, faults),
    )


def _read_job(
    node: XmlNode, other: XmlNode | None, other_name: str, faults: FaultList
) -> JobDefinition | None:
    has_job = find_extension(node, "taskDefinition") is not None
    if has_job == (other is not None):
        faults.add(node, f"must have either {other_name} or zeebe:taskDefinition")
        return None
    return read_task_definition(node, faults) if has_job else None


def _read_result_variable(node: XmlNode, extension: XmlNode, faults: FaultList) -> str:
    name = extension.get("resultVariable")
    if not name.isidentifier():
        faults.add(node, f"resultVariable '{name}' is not a variable name")
    return name


RULE_TASK_BUILDERS: Final[dict[str, Callable[[XmlNode, Reading], FlowNode]]] = {
    "scriptTask": build_script_task,
    "businessRuleTask": build_business_rule_task,
}
