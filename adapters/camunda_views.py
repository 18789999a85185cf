"""Instances, tokens and incidents as REST v2 shows them, read tolerantly, since 8.8 omits later fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ProcessInstanceView:
    """An instance as the search shows it; `state` ACTIVE, COMPLETED or TERMINATED."""

    key: str
    process_id: str
    process_name: str
    definition_key: str
    version: int
    state: str
    started_at: datetime
    ended_at: datetime | None
    has_incident: bool
    parent_key: str | None


@dataclass(frozen=True, slots=True)
class ElementInstanceView:
    """A token at an element, or what was one."""

    key: str
    element_id: str
    element_name: str
    element_type: str
    state: str
    started_at: datetime
    ended_at: datetime | None
    process_instance_key: str


@dataclass(frozen=True, slots=True)
class ElementCount:
    """The badges of one element on the diagram."""

    element_id: str
    active: int
    completed: int
    canceled: int
    incidents: int


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident as the search shows it."""

    key: str
    error_type: str
    error_message: str
    state: str
    element_id: str
    process_id: str
    process_instance_key: str
    job_key: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DefinitionView:
    """A deployed version of a process or a decision."""

    key: str
    id: str
    name: str
    version: int
    resource_name: str


@dataclass(frozen=True, slots=True)
class EvaluatedValue:
    """What a column of a table was given or gave; `value` is JSON text."""

    id: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class MatchedRule:
    """One rule that matched; `position` counts from 1."""

    id: str
    position: int
    outputs: tuple[EvaluatedValue, ...]


@dataclass(frozen=True, slots=True)
class EvaluatedDecision:
    """A decision as it was evaluated."""

    definition_key: str
    decision_id: str
    name: str
    version: int
    evaluated_at: datetime
    failure: str
    result: str
    inputs: tuple[EvaluatedValue, ...]
    rules: tuple[MatchedRule, ...]


@dataclass(frozen=True, slots=True)
class FoundInstances:
    """One page of instances; `total` stops at 10,000, and then `has_more` is true."""

    items: tuple[ProcessInstanceView, ...]
    total: int
    has_more: bool


def read_instance(item: Mapping[str, Any]) -> ProcessInstanceView:
    """An item of a process instance search."""
    return ProcessInstanceView(
        key=str(item["processInstanceKey"]),
        process_id=item["processDefinitionId"],
        process_name=item.get("processDefinitionName") or item["processDefinitionId"],
        definition_key=str(item["processDefinitionKey"]),
        version=int(item["processDefinitionVersion"]),
        state=item["state"],
        started_at=datetime.fromisoformat(item["startDate"]),
        ended_at=_moment(item.get("endDate")),
        has_incident=bool(item.get("hasIncident")),
        parent_key=_key(item.get("parentProcessInstanceKey")),
    )


def read_element(item: Mapping[str, Any]) -> ElementInstanceView:
    """An item of an element instance search."""
    return ElementInstanceView(
        key=str(item["elementInstanceKey"]),
        element_id=item["elementId"],
        element_name=item.get("elementName") or item["elementId"],
        element_type=item["type"],
        state=item["state"],
        started_at=datetime.fromisoformat(item["startDate"]),
        ended_at=_moment(item.get("endDate")),
        process_instance_key=str(item["processInstanceKey"]),
    )


def read_count(item: Mapping[str, Any]) -> ElementCount:
    """An item of the statistics."""
    return ElementCount(
        element_id=item["elementId"],
        active=int(item.get("active") or 0),
        completed=int(item.get("completed") or 0),
        canceled=int(item.get("canceled") or 0),
        incidents=int(item.get("incidents") or 0),
    )


def read_incident(item: Mapping[str, Any]) -> IncidentView:
    """An item of an incident search."""
    return IncidentView(
        key=str(item["incidentKey"]),
        error_type=item["errorType"],
        error_message=item.get("errorMessage") or "",
        state=item["state"],
        element_id=item["elementId"],
        process_id=item["processDefinitionId"],
        process_instance_key=str(item["processInstanceKey"]),
        job_key=_key(item.get("jobKey")),
        created_at=datetime.fromisoformat(item["creationTime"]),
    )


def read_process_definition(item: Mapping[str, Any]) -> DefinitionView:
    """An item of a process definition search."""
    return DefinitionView(
        key=str(item["processDefinitionKey"]),
        id=item["processDefinitionId"],
        name=item.get("name") or item["processDefinitionId"],
        version=int(item["version"]),
        resource_name=item["resourceName"],
    )


def read_decision_definition(item: Mapping[str, Any]) -> DefinitionView:
    """An item of a decision definition search."""
    return DefinitionView(
        key=str(item["decisionDefinitionKey"]),
        id=item["decisionDefinitionId"],
        name=item.get("name") or item["decisionDefinitionId"],
        version=int(item["version"]),
        resource_name=str(item.get("decisionRequirementsId") or ""),
    )


def read_decision(item: Mapping[str, Any]) -> EvaluatedDecision:
    """One decision instance with its inputs and matched rules."""
    return EvaluatedDecision(
        definition_key=str(item["decisionDefinitionKey"]),
        decision_id=item["decisionDefinitionId"],
        name=item.get("decisionDefinitionName") or item["decisionDefinitionId"],
        version=int(item["decisionDefinitionVersion"]),
        evaluated_at=datetime.fromisoformat(item["evaluationDate"]),
        failure=item.get("evaluationFailure") or "",
        result=item.get("result") or "",
        inputs=tuple(_read_value(told, "input") for told in item.get("evaluatedInputs") or ()),
        rules=tuple(_read_rule(rule) for rule in item.get("matchedRules") or ()),
    )


def _read_rule(rule: Mapping[str, Any]) -> MatchedRule:
    outputs = tuple(_read_value(told, "output") for told in rule.get("evaluatedOutputs") or ())
    return MatchedRule(str(rule.get("ruleId") or ""), int(rule["ruleIndex"]), outputs)


def _read_value(told: Mapping[str, Any], side: str) -> EvaluatedValue:
    column = str(told.get(f"{side}Id") or "")
    return EvaluatedValue(column, str(told.get(f"{side}Name") or column), str(told.get(f"{side}Value")))


def _key(value: object) -> str | None:
    return None if value is None else str(value)


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)
