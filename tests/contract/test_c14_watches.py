"""C14: every watch has its two escalation boundaries, and the work beside it ends the watch with itself."""

from __future__ import annotations

from collections.abc import Iterator

from bpmn.diagram import Diagram, Flow, Node
from models.case.lifecycle import Announce, Rung
from tests.contract.shipped import DIAGRAMS, find_diagram, with_flow, with_node, with_node_added, without_node

CODES = {"CLOCK_NEAR", "CLOCK_OVERDUE"}


def watches(diagram: Diagram) -> list[Node]:
    return [node for node in diagram.list_kind("callActivity") if node.called_process == "deadline-watch"]


def bad_boundaries(diagrams: list[Diagram]) -> Iterator[str]:
    """Exactly CLOCK_NEAR and CLOCK_OVERDUE, neither interrupting; the only mapping is the input clock_id."""
    for diagram in diagrams:
        for watch in watches(diagram):
            attached = [node for node in diagram.nodes if node.attached_to == watch.id]
            codes = sorted(node.escalation_code for node in attached)
            if codes != sorted(CODES):
                yield f"{watch.id} catches {codes}"
            if any(node.is_interrupting for node in attached):
                yield f"{watch.id} is interrupted by its own escalation"
            if watch.input_names != ("clock_id",) or watch.outputs:
                yield f"{watch.id} maps more than clock_id"
            if not watch.id.startswith("Call_Watch"):
                yield f"{watch.id} is not named Call_Watch..."


def open_propagation(diagrams: list[Diagram]) -> Iterator[str]:
    for diagram in diagrams:
        for call in diagram.list_kind("callActivity"):
            if call.propagation != ("false", "false"):
                yield f"{call.id} lets variables through without mapping"


# The answer is written, and its limit runs until its letter is posted or fetched.
MET_LATER = frozenset({"End_AnswerGiven"})


def soft_ends(diagrams: list[Diagram]) -> Iterator[str]:
    """Ends of the work beside a watch that would leave the watch running."""
    for diagram in diagrams:
        for watch in watches(diagram):
            own = reach(diagram, [watch.id])
            beside = [
                way.target
                for fork in diagram.list_kind("parallelGateway")
                if any(way.target == watch.id for way in diagram.outgoing(fork.id))
                for way in diagram.outgoing(fork.id)
                if way.target != watch.id
            ]
            if not beside:
                yield f"{watch.id} stands beside no work"
            for node_id in reach(diagram, beside) - own:
                node = diagram.node(node_id)
                if node.kind == "endEvent" and not node.is_terminate and not _may_stay_soft(diagram, node):
                    yield f"{node_id} leaves {watch.id} running"


def reach(diagram: Diagram, starts: list[str]) -> set[str]:
    seen: set[str] = set()
    todo = list(starts)
    while todo:
        node_id = todo.pop()
        if node_id not in seen:
            seen.add(node_id)
            todo += [way.target for way in diagram.outgoing(node_id)]
            todo += [node.id for node in diagram.nodes if node.attached_to == node_id]
    return seen


def _may_stay_soft(diagram: Diagram, end: Node) -> bool:
    """The end of another watch's own branch or card, or of work whose limit is met after it (ADR 0381)."""
    return end.id in MET_LATER or any(end.id in reach(diagram, [watch.id]) for watch in watches(diagram))


def compared_values(diagram: Diagram, variable: str) -> set[str]:
    marker = f"={variable} = "
    return {
        flow.condition.removeprefix(marker).strip('"')
        for flow in diagram.flows
        if flow.condition.startswith(marker)
    }


def test_every_watch_has_its_two_boundaries() -> None:
    """C14."""
    assert sum(len(watches(diagram)) for diagram in DIAGRAMS) == 15
    assert list(bad_boundaries(DIAGRAMS)) == []


def test_called_processes_get_mapped_variables_only() -> None:
    """C14."""
    assert list(open_propagation(DIAGRAMS)) == []


def test_work_beside_a_watch_ends_it() -> None:
    """C14: no deadline-watch outlives its stage."""
    assert list(soft_ends(DIAGRAMS)) == []


def test_conditions_name_the_values_of_the_enums() -> None:
    """C14."""
    watch = find_diagram("deadline-watch")
    default = {Rung.WITHIN.value}
    assert compared_values(watch, "rung") == {rung.value for rung in Rung} - default
    assert compared_values(watch, "announce") == {value.value for value in Announce} - {Announce.NONE.value}


def test_missing_interrupting_or_equal_boundaries_are_found() -> None:
    """C14 probe: equal codes on one activity pass the linter, the engine refuses them."""
    intake = find_diagram("intake")
    near = "Boundary_AcceptanceNear"
    assert list(bad_boundaries([without_node(intake, near)])) != []
    assert list(bad_boundaries([with_node(intake, near, is_interrupting=True)])) != []
    assert list(bad_boundaries([with_node(intake, near, escalation_code="CLOCK_OVERDUE")])) != []


def test_open_propagation_is_found() -> None:
    """C14 probe."""
    broken = with_node(find_diagram("intake"), "Call_WatchAcceptance", propagation=("true", "false"))
    assert list(open_propagation([broken])) != []


def test_soft_end_beside_a_watch_is_found() -> None:
    """C14 probe."""
    intake = find_diagram("intake")
    assert list(soft_ends([with_node(intake, "End_IntakeDecided", is_terminate=False)])) != []
    late = Node(id="End_Late", kind="endEvent", name="晚", process_id="intake", parent="intake")
    flow = Flow("Flow_Late", "", "UserTask_DecideAcceptance", "End_Late", "")
    assert list(soft_ends([with_node_added(intake, late, flow)])) != []


def test_unknown_rung_in_a_condition_is_found() -> None:
    """C14 probe."""
    watch = find_diagram("deadline-watch")
    broken = with_flow(watch, "Flow_WhichRungToNearLimit", condition='=rung = "close"')
    assert compared_values(broken, "rung") != {rung.value for rung in Rung} - {Rung.WITHIN.value}
