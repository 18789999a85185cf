"""Executable models of deployed definitions, read when first needed as far as they go; derived, never stored."""

from __future__ import annotations

from engine.core.state import State
from engine.dmn.graph import DecisionGraph
from engine.dmn.reader import read_stored_dmn
from engine.errors import InvariantBroken
from engine.model.elements import FlowNode
from engine.model.multi_instance import activity_of
from engine.model.parser import read_stored_bpmn
from engine.model.process import Process
from engine.state.decision_requirements import DecisionRequirements
from engine.state.element_instance import ElementInstance
from engine.state.process_definition import ProcessDefinition


class Models:
    """A cache by definition key."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._parsed: dict[int, Process] = {}
        self._graphs: dict[int, DecisionGraph] = {}

    def get(self, process_definition_key: int) -> Process:
        """The model of a deployed definition."""
        if process_definition_key not in self._parsed:
            definition = self._state.get(ProcessDefinition, process_definition_key)
            self._parsed[process_definition_key] = _parse(definition)
        return self._parsed[process_definition_key]

    def get_graph(self, requirements_key: int) -> DecisionGraph:
        """The decision graph of a deployed DMN file."""
        if requirements_key not in self._graphs:
            requirements = self._state.get(DecisionRequirements, requirements_key)
            graph = read_stored_dmn(requirements.resource_name, requirements.xml.encode())
            self._graphs[requirements_key] = graph
        return self._graphs[requirements_key]

    def forget_newer(self, last_key: int) -> None:
        """Their deployment was undone: another definition may get their key."""
        for cache in (self._parsed, self._graphs):
            for key in [key for key in cache if key > last_key]:
                del cache[key]

    def element_of(self, token: ElementInstance) -> FlowNode:
        """The element that an element instance stands on; for the root scope the process itself."""
        process = self.get(token.process_definition_key)
        if token.scope_key is None:
            return process.root
        element = process.elements[token.element_id]
        return element if token.element_type == element.element_type else activity_of(element)


def _parse(definition: ProcessDefinition) -> Process:
    for process in read_stored_bpmn(definition.resource_name, definition.xml.encode()):
        if process.id == definition.process_id:
            return process
    raise InvariantBroken(f"definition {definition.key} has no process '{definition.process_id}'")
