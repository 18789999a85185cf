"""Instances, tokens and incidents as REST v2 shows them, read tolerantly, since 8.8 omits later fields."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.ports.monitor import (
    DefinitionView,
    ElementCount,
    ElementInstanceView,
    EvaluatedDecision,
    EvaluatedValue,
    IncidentView,
    JobView,
    MatchedRule,
    ProcessInstanceView,
    WaitingJob,
)


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
        parent_element_key=_key(item.get("parentElementInstanceKey")),
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
        element_instance_key=_key(item.get("elementInstanceKey")) or "",
    )


def read_job(item: Mapping[str, Any]) -> WaitingJob:
    """An item of a job search."""
    return WaitingJob(
        key=str(item["jobKey"]),
        type=item["type"],
        element_id=item["elementId"],
        element_instance_key=str(item["elementInstanceKey"]),
        process_id=item["processDefinitionId"],
        process_instance_key=str(item["processInstanceKey"]),
    )


def read_any_job(item: Mapping[str, Any]) -> JobView:
    """An item of a job search with its state."""
    return JobView(
        key=str(item["jobKey"]),
        type=item["type"],
        state=item["state"],
        retries=int(item.get("retries") or 0),
        element_instance_key=str(item["elementInstanceKey"]),
        worker=item.get("worker") or "",
        error_message=item.get("errorMessage") or "",
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
