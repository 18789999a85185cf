"""C15: how a request begins, is worked on, watched and answered in the diagrams is what its descriptor says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from bpmn.diagram import Diagram, Node
from bpmn.names import MessageName, ProcessId
from models.case.lifecycle import ClockKind, Stage
from services.requests.kinds import KINDS
from services.requests.request_kind import RequestKind
from services.tasks.registry import TASKS
from tests.contract.shipped import DIAGRAMS, find_diagram, with_diagram, with_node, without_node
from tests.contract.worker_routes import list_workers

# The diagram in which a stage waits for requests of its own, and whose window lapses when it is left.
STAGE_OF = {ProcessId.INTAKE.value: Stage.INTAKE, ProcessId.INVESTIGATION.value: Stage.INVESTIGATION}


def faults(kinds: Iterable[RequestKind], diagrams: list[Diagram]) -> list[str]:
    """What a kind says otherwise than the diagrams, by its name."""
    return [f"{kind.name}: {what}" for kind in kinds for what in _of_kind(kind, diagrams)]


def _of_kind(kind: RequestKind, diagrams: list[Diagram]) -> Iterator[str]:
    begun = _catching(kind.opening.message, diagrams)
    own = [diagram for diagram, node in begun if node.parent == diagram.process_id]
    if not begun:
        yield "nothing begins with its message"
    if bool(own) != kind.has_own_process:
        yield "own process"
    # A task without a limit of the request stands in the diagram of the case itself.
    tasks = {
        element
        for element, task in TASKS.items()
        if task.request is not None and task.request.name == kind.name and task.limit is not None
    }
    working = [
        diagram for diagram in diagrams if any(node.id in tasks for node in diagram.list_kind("userTask"))
    ]
    if kind.has_own_process and working != own:
        yield "works in another process"
    if {node.id for diagram in working for node in diagram.list_kind("userTask")} != tasks:
        yield "tasks"
    if _watched(working) != {_watch_of(clock) for clock in kind.clock_kinds}:
        yield "watches"
    yield from _answer(kind, {diagram.process_id for diagram, _ in begun}, diagrams)


def _answer(kind: RequestKind, begun: set[str], diagrams: list[Diagram]) -> Iterator[str]:
    waiting = {diagram.process_id for diagram, _ in _catching(kind.answered_by, diagrams)}
    if kind.answered_by is not None and waiting != begun:
        yield "is answered elsewhere"
    if {STAGE_OF[name] for name in waiting if name in STAGE_OF} != kind.lapses_on_leaving:
        yield "stages that wait"


def _catching(message: MessageName | None, diagrams: list[Diagram]) -> list[tuple[Diagram, Node]]:
    return [
        (diagram, node)
        for diagram in diagrams
        for node in diagram.nodes
        if message is not None and node.message == message.value
    ]


def _watched(diagrams: list[Diagram]) -> set[str]:
    return {
        node.id
        for diagram in diagrams
        for node in diagram.list_kind("callActivity")
        if node.called_process == ProcessId.DEADLINE_WATCH.value
    }


def _watch_of(clock: ClockKind) -> str:
    return f"Call_Watch{clock.value.title().replace('_', '')}"


def test_requests_live_in_the_diagrams_as_their_kinds_say() -> None:
    """C15."""
    assert len(KINDS) > 8
    assert faults(KINDS.values(), DIAGRAMS) == []


def test_what_works_on_a_request_is_given_its_id() -> None:
    """C15: by the name that trail and message call it; a wish to withdraw is found by its case."""
    taken = {name for worker in list_workers() for name in worker.takes}
    assert {kind.opening.id_name for kind in KINDS.values()} - taken == {"withdrawal_id"}


@pytest.mark.parametrize(
    ("name", "changes", "what"),
    [
        ("review", {"has_own_process": False}, ["own process"]),
        ("extension", {"has_own_process": True}, ["own process", "works in another process"]),
        ("recusal", {"clocks": {"own_clock_id": ClockKind.REVIEW}}, ["watches"]),
        ("supplement", {"lapses_on_leaving": frozenset({Stage.INTAKE})}, ["stages that wait"]),
        ("respondent", {"answered_by": MessageName.SUPPLEMENT_RECEIVED}, ["is answered elsewhere", "stages that wait"]),
    ],
)  # fmt: skip
def test_a_descriptor_that_says_something_else_is_found(
    name: str, changes: dict[str, object], what: list[str]
) -> None:
    """C15 probe."""
    assert faults([replace(KINDS[name], **changes)], DIAGRAMS) == [f"{name}: {fault}" for fault in what]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        (without_node(find_diagram("review"), "Start_ReviewRequested"), "review: nothing begins with its message"),
        (without_node(find_diagram("rectification"), "UserTask_VerifyRectification"), "rectification: tasks"),
        (without_node(find_diagram("referral"), "Call_WatchReferralResult"), "referral: watches"),
        (with_node(find_diagram("intake"), "Catch_SupplementReceived", message="other"), "supplement: is answered elsewhere"),
    ],
)  # fmt: skip
def test_a_diagram_that_lost_something_of_a_request_is_found(changed: Diagram, fault: str) -> None:
    """C15 probe."""
    assert fault in faults(KINDS.values(), with_diagram(changed))
