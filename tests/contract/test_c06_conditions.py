"""C6: conditions and mappings read only what somebody writes, and every exclusive split has a default."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bpmn.diagram import Diagram, Loop, Mapping
from bpmn.names import DecisionId
from deploy.wiring import build_feel
from engine.dmn.graph import DecisionTable
from services.resource_check.check_variables import list_unwritten
from services.resource_check.dataflow import Written, follow, given_by_callers
from services.resource_check.read_surroundings import shipped_surroundings
from services.resource_check.walk import Walk
from tests.contract.shipped import (
    DECISION_GRAPHS,
    DIAGRAMS,
    find_diagram,
    with_diagram,
    with_flow,
    with_node,
    without_node,
)
from tests.contract.variables import names_read, names_written

AROUND = shipped_surroundings(build_feel())


def unwritten_variables(diagrams: list[Diagram]) -> Iterator[str]:
    for diagram in diagrams:
        written = names_written(diagram, diagrams)
        for place, expression in expressions(diagram):
            for name in sorted(names_read(expression) - written):
                yield f"{diagram.process_id} {place} reads {name}, which nobody writes"


def expressions(diagram: Diagram) -> Iterator[tuple[str, str]]:
    """Expressions evaluated in the scope of the process. Outputs of tasks and calls read their own results."""
    for flow in diagram.flows:
        if flow.condition:
            yield flow.id, flow.condition
    for node in diagram.nodes:
        for mapping in node.inputs:
            yield node.id, mapping.source
        for expression in (node.assignee, node.timer, node.loop.collection if node.loop else ""):
            if expression.startswith("="):
                yield node.id, expression
    for message in diagram.messages:
        if message.correlation_key:
            yield message.name, message.correlation_key


def unheard_outputs(diagrams: list[Diagram]) -> Iterator[str]:
    """Outputs of a call activity must be written inside the called process."""
    by_id = {diagram.process_id: diagram for diagram in diagrams}
    for diagram in diagrams:
        for node in diagram.list_kind("callActivity"):
            called = by_id.get(node.called_process)
            if called is None:
                yield f"{node.id} calls {node.called_process}, which is not shipped"
                continue
            inside = names_written(called, diagrams)
            for mapping in node.outputs:
                for name in sorted(names_read(mapping.source) - inside):
                    yield f"{node.id} returns {name}, which {node.called_process} never writes"


def bad_splits(diagrams: list[Diagram]) -> Iterator[str]:
    for diagram in diagrams:
        for gateway in diagram.list_kind("exclusiveGateway"):
            ways = diagram.outgoing(gateway.id)
            if len(ways) < 2:
                continue
            if gateway.default_flow not in {way.id for way in ways}:
                yield f"{gateway.id} has no default"
            for way in ways:
                if (way.id == gateway.default_flow) == bool(way.condition):
                    yield f"{way.id} must have either a condition or be the default"


def decision_faults(diagrams: list[Diagram]) -> Iterator[str]:
    """Decisions that are asked and not shipped, or shipped and not asked, or read what nobody wrote."""
    tables = {name: decision.logic for graph in DECISION_GRAPHS for name, decision in graph.decisions.items()}
    asked = [(diagram, node) for diagram in diagrams for node in diagram.nodes if node.decision_id]
    for name in sorted(tables.keys() - {node.decision_id for _, node in asked}):
        yield f"{name} is shipped, nobody asks it"
    for diagram, node in asked:
        table = tables.get(node.decision_id)
        if not isinstance(table, DecisionTable):
            yield f"{node.id} asks {node.decision_id}, which is not shipped as a table"
            continue
        read = {name for column in table.inputs for name in names_read(column.expression.text)}
        for name in sorted(read - names_written(diagram, diagrams)):
            yield f"{node.decision_id} reads {name}, which {diagram.process_id} does not write"


def test_decisions_are_shipped_asked_and_read_written_variables() -> None:
    """C6."""
    assert len(DECISION_GRAPHS) == len(DecisionId) == 3
    assert list(decision_faults(DIAGRAMS)) == []


def test_expressions_read_only_written_variables() -> None:
    """C6."""
    assert sum(1 for diagram in DIAGRAMS for _ in expressions(diagram)) > 20
    assert list(unwritten_variables(DIAGRAMS)) == []


def test_expressions_read_only_what_every_way_to_them_has_written() -> None:
    """C6, OW-26: by the same code as the check of owners' files."""
    found = {
        diagram.process_id: {read.name for read in list_unwritten(diagram, _flow_of(diagram), AROUND)}
        for diagram in DIAGRAMS
    }
    assert {process: names for process, names in found.items() if names} == {}


def _flow_of(diagram: Diagram) -> Walk[Written]:
    return follow(diagram, given_by_callers(diagram, AROUND.processes))


def test_call_outputs_are_written_by_the_called_process() -> None:
    """C6."""
    assert any(node.outputs for diagram in DIAGRAMS for node in diagram.list_kind("callActivity"))
    assert list(unheard_outputs(DIAGRAMS)) == []


def test_exclusive_splits_have_a_default() -> None:
    """C6."""
    splits = [
        gateway
        for diagram in DIAGRAMS
        for gateway in diagram.list_kind("exclusiveGateway")
        if len(diagram.outgoing(gateway.id)) > 1
    ]
    assert len(splits) >= 6
    assert list(bad_splits(DIAGRAMS)) == []


def test_condition_on_an_unknown_variable_is_found() -> None:
    """C6 probe."""
    broken = with_flow(
        find_diagram("disposal"), "Flow_NeedsReviewToReviewOpinion", condition="=need_review = true"
    )
    assert list(unwritten_variables(with_diagram(broken))) != []


def test_a_variable_that_one_way_does_not_write_is_found() -> None:
    """C6 probe: the token that goes past the task that writes it reads nothing."""
    intake = find_diagram("intake")
    silent = with_node(intake, "UserTask_DecideAcceptance", outputs=())
    assert list_unwritten(intake, _flow_of(intake), AROUND) == []
    found = {read.name for read in list_unwritten(silent, _flow_of(silent), AROUND)}
    assert found == {"has_undecided", "is_on_spot", "needs_approval"}
    past = replace(
        intake.outgoing("Gateway_EnterDecision")[0], id="Flow_Past", target="Gateway_NeedsAcceptanceApproval"
    )
    around = replace(intake, flows=(*intake.flows, past))
    assert {read.name for read in list_unwritten(around, _flow_of(around), AROUND)} == found


def test_output_that_the_called_process_never_writes_is_found() -> None:
    """C6 probe."""
    broken = with_node(
        find_diagram("complaint"), "Call_Disposal", outputs=(Mapping("=opinion_key", "opinion_key"),)
    )
    assert list(unheard_outputs(with_diagram(broken))) != []


def test_split_without_default_is_found() -> None:
    """C6 probe."""
    broken = with_node(find_diagram("disposal"), "Gateway_IsApproved", default_flow="")
    assert list(bad_splits(with_diagram(broken))) != []


def test_unasked_and_unfed_decisions_are_found() -> None:
    """C6 probe."""
    intake = find_diagram("intake")
    unasked = with_diagram(without_node(intake, "Rule_Triage"))
    unfed = with_diagram(with_node(intake, "Task_PrepareTriage", outputs=()))
    unknown = with_diagram(with_node(intake, "Rule_Triage", decision_id="triages"))
    assert any("nobody asks" in fault for fault in decision_faults(unasked))
    assert any("does not write" in fault for fault in decision_faults(unfed))
    assert any("not shipped" in fault for fault in decision_faults(unknown))


def test_loop_over_an_unknown_list_is_found() -> None:
    """C6 probe."""
    loop = Loop("=methods_planned", "method")
    broken = with_node(find_diagram("investigation"), "UserTask_RecordInvestigationAct", loop=loop)
    assert list(unwritten_variables(with_diagram(broken))) != []
