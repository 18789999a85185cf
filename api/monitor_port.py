"""What the monitor pages ask of the process engine; adapters/camunda_monitor.py answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol


class InstanceView(Protocol):
    """One process instance; `state` ACTIVE, COMPLETED or TERMINATED."""

    @property
    def key(self) -> str: ...
    @property
    def process_id(self) -> str: ...
    @property
    def process_name(self) -> str: ...
    @property
    def definition_key(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def started_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def has_incident(self) -> bool: ...
    @property
    def parent_key(self) -> str | None: ...


class InstancePage(Protocol):
    """One page of instances; `has_more` is true when there are more than `total`."""

    @property
    def items(self) -> Sequence[InstanceView]: ...
    @property
    def total(self) -> int: ...
    @property
    def has_more(self) -> bool: ...


class ElementView(Protocol):
    """A token at an element, or what was one."""

    @property
    def element_id(self) -> str: ...
    @property
    def element_name(self) -> str: ...
    @property
    def element_type(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def started_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...


class CountView(Protocol):
    """How many tokens an element holds and held."""

    @property
    def element_id(self) -> str: ...
    @property
    def active(self) -> int: ...
    @property
    def completed(self) -> int: ...
    @property
    def canceled(self) -> int: ...
    @property
    def incidents(self) -> int: ...


class IncidentView(Protocol):
    """What an instance is stuck at."""

    @property
    def key(self) -> str: ...
    @property
    def error_type(self) -> str: ...
    @property
    def error_message(self) -> str: ...
    @property
    def element_id(self) -> str: ...
    @property
    def process_id(self) -> str: ...
    @property
    def process_instance_key(self) -> str: ...
    @property
    def created_at(self) -> datetime: ...


class DefinitionView(Protocol):
    """A deployed version of a process or a decision."""

    @property
    def key(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def resource_name(self) -> str: ...


class ValueView(Protocol):
    """What a column of a table was given or gave; `name` its label, `value` JSON text."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def value(self) -> str: ...


class RuleView(Protocol):
    """A rule that matched; `position` counts from 1."""

    @property
    def id(self) -> str: ...
    @property
    def position(self) -> int: ...
    @property
    def outputs(self) -> Sequence[ValueView]: ...


class DecisionView(Protocol):
    """A decision as it was evaluated."""

    @property
    def definition_key(self) -> str: ...
    @property
    def decision_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def evaluated_at(self) -> datetime: ...
    @property
    def failure(self) -> str: ...
    @property
    def result(self) -> str: ...
    @property
    def inputs(self) -> Sequence[ValueView]: ...
    @property
    def rules(self) -> Sequence[RuleView]: ...


class Monitor(Protocol):
    """Reads for people who watch processes, and the retry of an incident.

    OutsideUnavailable while the engine is away; NotFound for a key that it does not know.
    """

    def is_ready(self) -> bool:
        """Whether the engine answers that it can work."""

    def search_instances(
        self, conditions: Mapping[str, object] | None = None, *, start: int = 0, limit: int = 50
    ) -> InstancePage:
        """Instances that meet a filter, newest first."""

    def get_instance(self, key: str) -> InstanceView:
        """One instance."""

    def list_called_instances(self, key: str) -> Sequence[InstanceView]:
        """The instances that this one called, oldest first."""

    def list_element_instances(
        self, process_instance_key: str, *, state: str | None = None
    ) -> Sequence[ElementView]:
        """Tokens in the order they came."""

    def list_element_counts(self, process_instance_key: str) -> Sequence[CountView]:
        """Badges of every element that was reached."""

    def list_taken_flows(self, process_instance_key: str) -> Sequence[str]:
        """Ids of the flows that were taken."""

    def get_diagram(self, definition_key: str) -> str:
        """The BPMN XML as deployed."""

    def list_latest_processes(self) -> Sequence[DefinitionView]:
        """The latest version of every deployed process."""

    def list_versions(self, process_id: str) -> Sequence[DefinitionView]:
        """Every deployed version of a process, the newest first; empty for an unknown one."""

    def list_waiting_counts(self, definition_key: str) -> Sequence[CountView]:
        """Where the tokens of all running instances of one version stand."""

    def list_latest_decisions(self) -> Sequence[DefinitionView]:
        """The latest version of every deployed decision."""

    def list_decisions(self, process_instance_key: str) -> Sequence[DecisionView]:
        """What the instance had decided by tables, with the rules that matched."""

    def get_decision_file(self, definition_key: str) -> str:
        """The DMN XML that a version of a decision was deployed in."""

    def get_instance_key_of_element(self, element_instance_key: str) -> str:
        """The process instance of a token."""

    def list_incidents(self, process_instance_key: str | None = None) -> Sequence[IncidentView]:
        """Open incidents, newest first: all, or of one instance and what it called."""

    def retry_incident(self, key: str) -> None:
        """Try again what failed; Conflict when the incident is over already."""

    def list_variables(self, process_instance_key: str, names: Sequence[str] = ()) -> Mapping[str, object]:
        """Variables of the instance's own scope."""
