"""What people who watch processes ask of the process engine; adapters/camunda_monitor.py answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


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
    parent_element_key: str | None = None


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
    element_instance_key: str = ""


@dataclass(frozen=True, slots=True)
class WaitingJob:
    """A job that is still to be done; `element_instance_key` is the token that waits for it."""

    key: str
    type: str
    element_id: str
    element_instance_key: str
    process_id: str
    process_instance_key: str


@dataclass(frozen=True, slots=True)
class JobView:
    """A job of an instance, open or over; `retries` 0 after the last failure."""

    key: str
    type: str
    state: str
    retries: int
    element_instance_key: str
    worker: str
    error_message: str


@dataclass(frozen=True, slots=True)
class VariableView:
    """A variable and the scope that holds it: the instance itself or one of its element instances."""

    name: str
    value: object
    scope_key: str


@dataclass(frozen=True, slots=True)
class DefinitionView:
    """A deployed version of a process or a decision."""

    key: str
    id: str
    name: str
    version: int
    resource_name: str


@dataclass(frozen=True, slots=True)
class RunningVersion:
    """A version of a process by which `running` instances go on; that number stops at 10,000."""

    definition: DefinitionView
    running: int


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


@dataclass(frozen=True, slots=True)
class FoundElements:
    """A part of element instances; `total` as in FoundInstances."""

    items: tuple[ElementInstanceView, ...]
    total: int


@dataclass(frozen=True, slots=True)
class FoundIncidents:
    """The newest open incidents and how many there are; both from one answer."""

    items: tuple[IncidentView, ...]
    total: int


class Monitor(Protocol):
    """Reads for people who watch processes, and the retry of an incident.

    OutsideUnavailable while the engine is away; NotFound for a key that it does not know.
    """

    def is_ready(self) -> bool:
        """Whether the engine answers that it can work."""

    def read_time(self) -> datetime | None:
        """The engine's machine's time, to the second, as its answers say it."""

    def count_incidents(self, error_type: str | None = None) -> int:
        """How many are open, of one type or of all; the number may stop at 10,000."""

    def search_instances(
        self, conditions: Mapping[str, object] | None = None, *, start: int = 0, limit: int = 50
    ) -> FoundInstances:
        """Instances that meet a filter, newest first."""

    def get_instance(self, key: str) -> ProcessInstanceView:
        """One instance."""

    def list_called_instances(self, key: str) -> Sequence[ProcessInstanceView]:
        """The instances that this one called, oldest first, no more than 500."""

    def list_element_instances(
        self, process_instance_key: str, *, state: str | None = None
    ) -> Sequence[ElementInstanceView]:
        """Tokens in the order they came."""

    def list_instances(self, conditions: Mapping[str, object]) -> Sequence[ProcessInstanceView]:
        """All instances that meet a filter, in pages."""

    def list_elements(self, conditions: Mapping[str, object]) -> Sequence[ElementInstanceView]:
        """All tokens that meet a filter, in pages, by when they came."""

    def search_elements(
        self,
        conditions: Mapping[str, object],
        *,
        start: int = 0,
        limit: int = 500,
        is_newest_first: bool = False,
    ) -> FoundElements:
        """One part of the tokens that meet a filter, by when they came: one request."""

    def list_jobs(self, process_instance_key: str, *, limit: int = 500) -> Sequence[JobView]:
        """The jobs of an instance: one request."""

    def list_scoped_variables(self, process_instance_key: str, *, limit: int = 500) -> Sequence[VariableView]:
        """The variables of every scope of an instance, by name: one request."""

    def list_element_counts(self, process_instance_key: str) -> Sequence[ElementCount]:
        """Badges of every element that was reached."""

    def list_taken_flows(self, process_instance_key: str) -> Sequence[str]:
        """Ids of the flows that were taken."""

    def get_diagram(self, definition_key: str) -> str:
        """The BPMN XML as deployed."""

    def list_latest_processes(self) -> Sequence[DefinitionView]:
        """The latest version of every deployed process."""

    def list_versions(self, process_id: str) -> Sequence[DefinitionView]:
        """Every deployed version of a process, the newest first; empty for an unknown one."""

    def list_running_versions(self) -> Sequence[RunningVersion]:
        """Every version of every process by which instances go on, of whatever age, by process and the newest first."""

    def list_waiting_counts(self, definition_key: str) -> Sequence[ElementCount]:
        """Where the tokens of all running instances of one version stand."""

    def list_latest_decisions(self) -> Sequence[DefinitionView]:
        """The latest version of every deployed decision."""

    def list_decisions(self, process_instance_key: str) -> Sequence[EvaluatedDecision]:
        """What the instance had decided by tables, with the rules that matched."""

    def get_decision_file(self, definition_key: str) -> str:
        """The DMN XML that a version of a decision was deployed in."""

    def list_waiting_jobs(self) -> Sequence[WaitingJob]:
        """Jobs that a worker has still to do, in the order of their keys; those with an incident are not among them."""

    def get_element_instance(self, key: str) -> ElementInstanceView:
        """One token."""

    def get_instance_key_of_element(self, element_instance_key: str) -> str:
        """The process instance of a token."""

    def list_incidents(self, process_instance_key: str | None = None) -> Sequence[IncidentView]:
        """Open incidents, newest first: all, or of one instance and what it called."""

    def search_incidents(self, *, limit: int) -> FoundIncidents:
        """The newest open incidents of everything: one request."""

    def retry_incident(self, key: str) -> None:
        """Try again what failed; Conflict when the incident is over already."""

    def map_values(self, name: str, process_instance_keys: Sequence[str]) -> Mapping[str, object]:
        """One variable of the own scopes of many instances, by their keys; those without it are absent."""

    def list_variables(self, process_instance_key: str, names: Sequence[str] = ()) -> Mapping[str, object]:
        """Variables of the instance's own scope."""
