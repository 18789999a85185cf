"""C4: every caught message has a publisher, every published one is caught, keys are unique per subscription."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bpmn.diagram import Diagram, Mapping
from bpmn.names import JobType, MessageName
from bpmn.reading import FOLDER
from tests.contract.shipped import DIAGRAMS, find_diagram, with_diagram, with_node

ROOT = FOLDER.parent


def caught_messages(diagrams: list[Diagram]) -> set[str]:
    return {node.message for diagram in diagrams for node in diagram.nodes if node.message}


def published_messages(root: Path) -> set[str]:
    """Messages named in the use cases and models, as `MessageName.X` or as text.

    Job types and columns of the table `complaint` look alike and are left out.
    """
    found: set[str] = set()
    for path in [*(root / "services").rglob("*.py"), *(root / "models").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and _is_message_name(node.value):
                found.add(MessageName[node.attr].value)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.update(re.findall(r"^complaint\.(?:registered|[a-z]+(?:-[a-z]+)+)$", node.value))
    return found - {job_type.value for job_type in JobType}


def _is_message_name(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name == "MessageName"


def disagreements(caught: set[str], published: set[str]) -> list[str]:
    return [
        *(f"{name} is waited for, nobody publishes it" for name in sorted(caught - published)),
        *(f"{name} is published, nobody waits for it" for name in sorted(published - caught)),
    ]


def bad_keys(diagrams: list[Diagram]) -> Iterator[str]:
    """A key is the id of the thing the message is about; one that only starts a process has none."""
    for diagram in diagrams:
        for message in diagram.messages:
            waiting = [node for node in diagram.nodes if node.message == message.name]
            if all(node.kind == "startEvent" and node.parent == diagram.process_id for node in waiting):
                if message.correlation_key:
                    yield f"{message.name} only starts, its key is never read"
            elif not re.fullmatch(r"=[a-z]+(_[a-z]+)*_id", message.correlation_key):
                yield f"{message.name} is not keyed by the id of a thing: {message.correlation_key!r}"


def shared_subscriptions(diagrams: list[Diagram]) -> Iterator[str]:
    """Two open subscriptions with one key: parallel branches, an event sub-process beside, two watches of a clock."""
    for diagram in diagrams:
        yield from _shared_with_event_sub_process(diagram)
        for fork in diagram.list_kind("parallelGateway"):
            branches = [_messages_after(diagram, way.target) for way in diagram.outgoing(fork.id)]
            for index, messages in enumerate(branches):
                others = set[str]().union(*branches[index + 1 :])
                for name in sorted(messages & others):
                    yield f"{fork.id} leads to two open subscriptions of {name}"
    # The clock of an own process is its own, whatever others call theirs.
    clocks = [
        (f"{diagram.process_id} clock" if mapping.source == "=clock_id" else mapping.source, node.id)
        for diagram in diagrams
        for node in diagram.nodes
        if node.called_process == "deadline-watch"
        for mapping in node.inputs
    ]
    for source, node_id in clocks:
        if sum(1 for other, _ in clocks if other == source) > 1:
            yield f"{node_id} watches {source}, which another watch has too"


def _shared_with_event_sub_process(diagram: Diagram) -> Iterator[str]:
    for beside in (node for node in diagram.nodes if node.is_event_sub_process):
        inside = {node.message for node in diagram.nodes if node.parent == beside.id} - {""}
        outside = {node.message for node in diagram.nodes if node.parent != beside.id}
        for name in sorted(inside & outside):
            yield f"{beside.id} waits for {name}, which is waited for outside too"


def _messages_after(diagram: Diagram, start: str) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        node_id = todo.pop()
        if node_id in seen:
            continue
        seen.add(node_id)
        todo += [way.target for way in diagram.outgoing(node_id)]
        todo += [node.id for node in diagram.nodes if node.parent == node_id]
    return {diagram.node(node_id).message for node_id in seen} - {""}


def test_messages_have_publishers_and_waiters() -> None:
    """C4."""
    caught = caught_messages(DIAGRAMS)
    assert caught == set(MessageName)
    assert len(caught) == 25
    assert disagreements(caught, published_messages(ROOT)) == []


def test_keys_are_ids_of_things() -> None:
    """C4."""
    assert any(message.correlation_key for diagram in DIAGRAMS for message in diagram.messages)
    assert list(bad_keys(DIAGRAMS)) == []


def test_no_two_subscriptions_share_a_key() -> None:
    """C4."""
    assert list(shared_subscriptions(DIAGRAMS)) == []


def test_message_without_publisher_or_waiter_is_found() -> None:
    """C4 probe."""
    caught = {"complaint.registered", "complaint.rated"}
    assert len(disagreements(caught, {"complaint.registered", "complaint.lost"})) == 2


def test_key_of_the_whole_complaint_text_is_found() -> None:
    """C4 probe."""
    watch = find_diagram("deadline-watch")
    broken = replace(watch, messages=tuple(replace(item, correlation_key="=rung") for item in watch.messages))
    assert list(bad_keys([broken])) != []


def test_two_watches_of_one_clock_are_found() -> None:
    """C4 probe."""
    broken = with_node(
        find_diagram("feedback"),
        "Call_WatchReturnVisit",
        inputs=(Mapping("=feedback_clock_id", "clock_id"),),
    )
    assert list(shared_subscriptions(with_diagram(broken))) != []


def test_message_waited_for_inside_and_beside_an_event_sub_process_is_found() -> None:
    """C4 probe."""
    received = find_diagram("investigation").node("Catch_SupplementReceived").message
    broken = with_node(find_diagram("investigation"), "Catch_EntrustmentReturned", message=received)
    assert list(shared_subscriptions([broken])) != []


def test_parallel_waits_for_one_message_are_found() -> None:
    """C4 probe."""
    watch = find_diagram("deadline-watch")
    broken = with_node(watch, "Gateway_WhichRung", kind="parallelGateway")
    assert list(shared_subscriptions([broken])) != []
