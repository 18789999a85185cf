"""C5: BPMN error codes are codes of domain errors, and every error and escalation thrown is caught on every way up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bpmn.diagram import Diagram, Node
from bpmn.names import EscalationCode, ProcessId
from bpmn.reading import FOLDER
from tests.contract.shipped import (
    DIAGRAMS,
    EARLIER,
    find_diagram,
    with_diagram,
    with_node,
    with_node_added,
    without_node,
)
from tests.contract.thrown_codes import (
    is_caught,
    list_domain_codes,
    list_thrown_errors,
    list_thrown_escalations,
    list_worker_errors,
)

ROOT = FOLDER.parent


def uncaught(diagrams: list[Diagram], worker_errors: dict[str, set[str]]) -> Iterator[str]:
    for thrown in list_thrown_escalations(diagrams):
        if not is_caught(thrown, diagrams, "escalation_code"):
            yield f"{thrown.node.id} throws {thrown.code}, which somebody above does not catch"
    for thrown in list_thrown_errors(diagrams, worker_errors):
        if not is_caught(thrown, diagrams, "error_code"):
            yield f"{thrown.node.id} throws {thrown.code}, which somebody above does not catch"


def needless_catchers(diagrams: list[Diagram], worker_errors: dict[str, set[str]]) -> Iterator[str]:
    """Events that wait for a code nobody throws."""
    escalations = {thrown.code for thrown in list_thrown_escalations(diagrams)}
    errors = {thrown.code for thrown in list_thrown_errors(diagrams, worker_errors)}
    for diagram in diagrams:
        for node in diagram.nodes:
            if node.escalation_code and node.escalation_code not in escalations:
                yield f"{node.id} catches {node.escalation_code}, which nobody throws"
            if node.error_code and node.error_code not in errors:
                yield f"{node.id} catches {node.error_code}, which nobody throws"


def foreign_codes(diagrams: list[Diagram], worker_errors: dict[str, set[str]]) -> list[str]:
    """Error codes that are no code of a domain error."""
    used = {node.error_code for diagram in diagrams for node in diagram.nodes} - {""}
    used |= {code for codes in worker_errors.values() for code in codes}
    return sorted(used - list_domain_codes(ROOT / "models", ROOT / "services"))


def test_every_thrown_code_is_caught() -> None:
    """C5: an uncaught escalation would climb into callers that never meant it."""
    thrown = list_thrown_escalations(DIAGRAMS)
    assert {one.code for one in thrown} == set(EscalationCode)
    assert list(uncaught(DIAGRAMS, {})) == []
    assert list(needless_catchers(DIAGRAMS, {})) == []


def test_escalations_of_the_watch_are_caught_by_callers_that_still_run() -> None:
    """C5: the latest watch under the diagrams of the release before."""
    latest = [find_diagram(ProcessId.DEADLINE_WATCH), *EARLIER]
    assert list(uncaught(latest, {})) == []


def test_no_worker_answers_with_an_error_that_no_diagram_catches() -> None:
    """C5: today no worker does; whoever begins must name the code of a domain error."""
    caught = {
        node.error_code for diagram in DIAGRAMS for node in diagram.nodes if node.kind == "boundaryEvent"
    }
    assert list_worker_errors(ROOT / "workers") <= caught
    assert len(list_domain_codes(ROOT / "models", ROOT / "services")) > 10
    assert foreign_codes(DIAGRAMS, {}) == []


def test_uncaught_escalations_are_found() -> None:
    """C5 probe: a boundary lost in one caller, and the catcher of the withdrawal."""
    intake = without_node(find_diagram("intake"), "Boundary_AcceptanceNear")
    assert any("CLOCK_NEAR" in fault for fault in uncaught(with_diagram(intake), {}))
    complaint = without_node(find_diagram("complaint"), "Boundary_WithdrawalConfirmed")
    assert any("WITHDRAWAL_CONFIRMED" in fault for fault in uncaught(with_diagram(complaint), {}))
    other = with_node(find_diagram("complaint"), "End_WithdrawalConfirmed", escalation_code="WITHDRAWN")
    assert len([*uncaught(with_diagram(other), {}), *needless_catchers(with_diagram(other), {})]) == 2


def test_uncaught_error_of_a_worker_is_found_until_it_is_caught() -> None:
    """C5 probe: no diagram uses errors yet, so one is drawn."""
    errors = {"complaint.conclude-handling": {"FORM_UNKNOWN"}}
    assert any("FORM_UNKNOWN" in fault for fault in uncaught(DIAGRAMS, errors))
    complaint = find_diagram("complaint")
    caught = Node(
        id="Boundary_FormUnknown",
        kind="boundaryEvent",
        name="表单不明",
        process_id="complaint",
        parent="SubProcess_Stages",
        attached_to="Task_ConcludeHandling",
        error_code="FORM_UNKNOWN",
    )
    drawn = with_diagram(with_node_added(complaint, caught))
    assert list(uncaught(drawn, errors)) == []
    assert any("nobody throws" in fault for fault in needless_catchers(drawn, {}))
    assert foreign_codes(drawn, errors) == []
    above = with_diagram(
        with_node_added(complaint, replace(caught, parent="complaint", attached_to="SubProcess_Stages"))
    )
    assert list(uncaught(above, errors)) == []


def test_error_code_of_no_domain_error_is_found() -> None:
    """C5 probe."""
    ended = with_node(find_diagram("disposal"), "End_OpinionDecided", error_code="NOT_A_RULE")
    assert foreign_codes(with_diagram(ended), {}) == ["NOT_A_RULE"]
    assert any("NOT_A_RULE" in fault for fault in uncaught(with_diagram(ended), {}))
