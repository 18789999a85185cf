"""The names in an owner's diagram: roles, and the forms, processes and decisions that have to be there."""

from __future__ import annotations

from collections.abc import Container, Iterator

from bpmn.diagram import Diagram, Node
from models.ground.codes import APART_ROLES, Role
from services.resource_check.faults import ResourceFault
from services.resource_check.surroundings import Surroundings


def check_roles(diagram: Diagram) -> Iterator[ResourceFault]:
    """User tasks that are in nobody's list: without a person or role, or for a role that no account can have."""
    for node in diagram.list_kind("userTask"):
        groups = node.candidate_groups
        if not groups and not node.assignee:
            yield ResourceFault(diagram.file_name, node.id, "ROLE_MISSING", node.name)
        if groups.startswith("="):  # the engine computes it; only a run can tell
            continue
        for role in filter(None, (group.strip() for group in groups.split(","))):
            if role not in frozenset(Role) - APART_ROLES:
                yield ResourceFault(diagram.file_name, node.id, "ROLE_UNKNOWN", role)


def check_references(diagram: Diagram, around: Surroundings) -> Iterator[ResourceFault]:
    """Forms, called processes and decisions that are nowhere around the diagram."""
    for node in diagram.nodes:
        for code, name, ids in _named(node, around):
            if name and not name.startswith("=") and name not in ids:
                yield ResourceFault(diagram.file_name, node.id, code, name)


def _named(node: Node, around: Surroundings) -> tuple[tuple[str, str, Container[str]], ...]:
    return (
        ("FORM_UNKNOWN", node.form_id, around.forms),
        ("PROCESS_UNKNOWN", node.called_process, around.processes),
        ("DECISION_UNKNOWN", node.decision_id, around.decisions),
    )
