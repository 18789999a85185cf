"""C4: rounds that are open side by side wait under keys of their own: windows, and processes called once for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bpmn.diagram import Diagram, Loop, Mapping, Node
from tests.contract.shipped import DIAGRAMS, find_diagram, with_diagram, with_node
from tests.contract.variables import names_read


def keys_inside(diagram: Diagram, scope: str) -> set[str]:
    """Variables that the messages awaited inside a scope are keyed by, its own start left out."""
    keys = {message.name: message.correlation_key for message in diagram.messages}
    return {
        name
        for node in diagram.nodes
        if node.parent == scope and node.message and node.kind != "startEvent"
        for name in names_read(keys[node.message])
    }


def shared_rounds(diagrams: list[Diagram]) -> Iterator[str]:
    """A non-interrupting event sub-process may run many times at once: its keys must be variables of its own."""
    for diagram in diagrams:
        for beside in (node for node in diagram.nodes if node.is_event_sub_process):
            start = next(
                node for node in diagram.nodes if node.parent == beside.id and node.kind == "startEvent"
            )
            own = set(beside.input_names)
            for name in sorted(set(start.output_names) - own):
                yield f"{beside.id} writes {name} of its message into the scope around it"
            for name in sorted(keys_inside(diagram, beside.id) - own):
                yield f"{beside.id} waits under {name}, which its rounds share"
            yield from _shared_calls(beside, diagram)


def _shared_calls(beside: Node, diagram: Diagram) -> Iterator[str]:
    """What a round calls gets the id of the round, and nothing of the others."""
    for call in (node for node in diagram.nodes if node.parent == beside.id and node.called_process):
        read = {name for mapping in call.inputs for name in names_read(mapping.source)}
        if not read & set(beside.input_names):
            yield f"{call.id} is called by every round of {beside.id} with the same inputs"


def shared_loops(diagrams: list[Diagram]) -> Iterator[str]:
    """A process called once for each element waits under that element."""
    by_id = {diagram.process_id: diagram for diagram in diagrams}
    for diagram in diagrams:
        for call in (node for node in diagram.nodes if node.loop and node.called_process):
            own = {
                mapping.target
                for mapping in call.inputs
                if call.loop and call.loop.element in names_read(mapping.source)
            }
            called = by_id[call.called_process]
            for name in sorted(keys_inside(called, called.process_id) - own):
                yield f"{call.id} calls {called.process_id}, which waits under {name} in every round"


def test_windows_of_two_rounds_have_keys_of_their_own() -> None:
    """C4."""
    beside = [node for diagram in DIAGRAMS for node in diagram.nodes if node.is_event_sub_process]
    assert len(beside) == 7
    assert any(keys_inside(diagram, node.id) for diagram in DIAGRAMS for node in diagram.nodes)
    assert list(shared_rounds(DIAGRAMS)) == []


def test_processes_called_for_each_have_keys_of_their_own() -> None:
    """C4."""
    loops = [node for diagram in DIAGRAMS for node in diagram.nodes if node.loop and node.called_process]
    assert [node.id for node in loops] == ["Call_Referrals"]
    assert keys_inside(find_diagram("referral"), "referral") == {"referral_id"}
    assert list(shared_loops(DIAGRAMS)) == []


def test_window_that_writes_around_itself_is_found() -> None:
    """C4 probe: the second round would take the key of the first."""
    investigation = find_diagram("investigation")
    broken = with_node(investigation, "EventSub_Supplement", inputs=())
    assert len(list(shared_rounds([broken]))) == 3
    complaint = with_node(find_diagram("complaint"), "Call_Referral", inputs=(Mapping("=round", "round"),))
    assert len(list(shared_rounds([complaint]))) == 1


def test_window_keyed_by_the_complaint_is_found() -> None:
    """C4 probe: an answer to one request would answer all."""
    intake = find_diagram("intake")
    messages = tuple(replace(message, correlation_key="=complaint_id") for message in intake.messages)
    assert any("share" in fault for fault in shared_rounds([replace(intake, messages=messages)]))


def test_loop_with_a_key_of_the_case_is_found() -> None:
    """C4 probe."""
    complaint = find_diagram("complaint")
    broken = with_node(complaint, "Call_Referrals", loop=Loop("=referral_ids", "other_id"))
    assert list(shared_loops(with_diagram(broken))) != []
