"""Which error and escalation codes a process throws, and who can catch them: in its scopes, then in its callers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bpmn.diagram import Diagram, Node

CATCHERS = {"boundaryEvent", "startEvent"}


@dataclass(frozen=True, slots=True)
class Thrown:
    """A code and the node that throws it: an end or throw event, or a task whose worker answers with the error."""

    diagram: Diagram
    node: Node
    code: str


def list_thrown_escalations(diagrams: list[Diagram]) -> list[Thrown]:
    return [
        Thrown(diagram, node, node.escalation_code)
        for diagram in diagrams
        for node in diagram.nodes
        if node.escalation_code and node.kind not in CATCHERS
    ]


def list_thrown_errors(diagrams: list[Diagram], worker_errors: dict[str, set[str]]) -> list[Thrown]:
    """`worker_errors`: the BPMN error codes that the worker of a job type may answer with."""
    drawn = [
        Thrown(diagram, node, node.error_code)
        for diagram in diagrams
        for node in diagram.nodes
        if node.error_code and node.kind == "endEvent"
    ]
    answered = [
        Thrown(diagram, node, code)
        for diagram in diagrams
        for node in diagram.nodes
        for code in sorted(worker_errors.get(node.job_type, set()))
    ]
    return drawn + answered


def is_caught(thrown: Thrown, diagrams: list[Diagram], kind: str) -> bool:
    """Whether every way up meets a catcher of the code; `kind` is `error_code` or `escalation_code`."""
    diagram, node = thrown.diagram, thrown.node
    if _has_catcher(thrown, kind):
        return True
    if node.parent != diagram.process_id:
        return is_caught(replace(thrown, node=diagram.node(node.parent)), diagrams, kind)
    callers = list(_callers(diagram.process_id, diagrams))
    return bool(callers) and all(
        is_caught(Thrown(caller, call, thrown.code), diagrams, kind) for caller, call in callers
    )


def _has_catcher(thrown: Thrown, kind: str) -> bool:
    """A boundary event on the node, or an event sub-process beside it that starts with the code."""
    node, nodes = thrown.node, thrown.diagram.nodes
    beside = {other.id for other in nodes if other.parent == node.parent and other.is_event_sub_process}
    return any(
        getattr(other, kind) == thrown.code
        for other in nodes
        if other.attached_to == node.id or (other.kind == "startEvent" and other.parent in beside)
    )


def _callers(process_id: str, diagrams: list[Diagram]) -> Iterator[tuple[Diagram, Node]]:
    for diagram in diagrams:
        for node in diagram.nodes:
            if node.called_process == process_id:
                yield diagram, node


def list_worker_errors(folder: Path) -> set[str]:
    """Codes that any worker's outcome names, wherever `BpmnError` is made."""
    return {
        code
        for path in sorted(folder.rglob("*.py"))
        for call in _calls(_nodes(path), "BpmnError")
        for code in _first_text(call)
    }


@cache
def list_domain_codes(*folders: Path) -> frozenset[str]:
    """Codes of domain errors: `code = "X"` of their classes and the codes that rules are refused with."""
    found: set[str] = set()
    for path in (path for folder in folders for path in sorted(folder.rglob("*.py"))):
        nodes = _nodes(path)
        for name in ("RuleRefused", "NotPermitted", "Conflict"):
            for call in _calls(nodes, name):
                found |= _first_text(call) | {
                    text for word in call.keywords if word.arg == "code" for text in _text(word.value)
                }
        for node in nodes:
            if isinstance(node, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == "code" for target in node.targets
            ):
                found |= _text(node.value)
    return frozenset(found)


def _nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text("utf-8"))))


def _calls(nodes: list[ast.AST], name: str) -> Iterator[ast.Call]:
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def _first_text(call: ast.Call) -> set[str]:
    return _text(call.args[0]) if call.args else set()


def _text(node: ast.expr) -> set[str]:
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()
