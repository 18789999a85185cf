"""Deployed files of the process engine as the office keeps account of them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.ports.engine import EngineForm
from services.ports.monitor import DefinitionView


@dataclass(frozen=True, slots=True)
class DeployedResource:
    """One thing of a deployment as the engine answered; `kind` process, decision or form, `file` the name it came by."""

    key: str
    kind: str
    id: str
    version: int
    file: str


class Deployments(Protocol):
    """OutsideUnavailable while the engine is away; InvalidInput with its words for files that it refuses."""

    def list_latest_processes(self) -> Sequence[DefinitionView]:
        """The latest version of every deployed process."""

    def list_latest_decisions(self) -> Sequence[DefinitionView]:
        """The latest version of every deployed decision."""

    def list_processes_beyond(self, known: Container[str]) -> Sequence[DefinitionView]:
        """Versions of processes that came after all that are known by their keys, and those not known among them."""

    def list_decisions_beyond(self, known: Container[str]) -> Sequence[DefinitionView]:
        """The same of decisions."""

    def get_diagram(self, definition_key: str) -> str:
        """The BPMN XML as deployed."""

    def get_decision_file(self, definition_key: str) -> str:
        """The DMN XML that a version of a decision was deployed in."""

    def find_latest_form(self, form_id: str) -> EngineForm | None:
        """The latest deployed version of a form; None for an unknown id, or while a search does not show it yet."""

    def read_instance_keys(self, version_key: str, *, is_table: bool) -> Iterator[Sequence[str]]:
        """Instances of a version of a process, or in which a version of a table decided: the newest first, all of them.

        At most 500 together, asked for as they are read; decisions in no instance are left out.
        """

    def map_values(self, name: str, process_instance_keys: Sequence[str]) -> Mapping[str, object]:
        """One variable of the own scopes of many instances, by their keys; those without it are absent."""

    def deploy(self, files: Mapping[str, bytes]) -> Sequence[DeployedResource]:
        """Deploy files by name, all or none."""
