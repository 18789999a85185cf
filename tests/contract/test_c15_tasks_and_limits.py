"""C15: what the office knows of a user task agrees with the diagram that draws it."""

from __future__ import annotations

from bpmn.diagram import Diagram, Node
from models.case.lifecycle import ClockKind
from services.requests.kinds import KINDS
from services.worklist.clock_of_task import STAGE_CLOCKS
from services.worklist.task_permission import DESIGNATED_ELEMENTS
from tests.contract.shipped import DIAGRAMS, find_diagram, with_node

WATCH = "Call_Watch"
CLOCKS_OF_REQUESTS = {
    element: clock for kind in KINDS.values() for element, clock in kind.task_clocks.items()
}
# The unit's handler reports; the diagram offers the task to the unit's representatives.
HANDLER_BESIDE_A_ROLE = {"UserTask_ReportRectification"}
# Limits of a whole case or of the file beside it are watched above the stage whose task they press on.
WATCHED_ABOVE = {ClockKind.RESOLVE}


def user_tasks(diagrams: list[Diagram]) -> dict[str, Diagram]:
    return {node.id: diagram for diagram in diagrams for node in diagram.nodes if node.kind == "userTask"}


def limits_watched_in(diagram: Diagram) -> set[ClockKind]:
    words = [node.id.removeprefix(WATCH) for node in diagram.nodes if node.id.startswith(WATCH)]
    by_word = {"".join(part.capitalize() for part in kind.value.split("_")): kind for kind in ClockKind}
    return {by_word[word] for word in words}


def tasks_under_a_foreign_limit(clocks: dict[str, ClockKind], diagrams: list[Diagram]) -> set[str]:
    tasks = user_tasks(diagrams)
    return {
        element
        for element, kind in clocks.items()
        if kind not in limits_watched_in(tasks[element]) | WATCHED_ABOVE
    }


def tasks_given_to_the_handler(diagrams: list[Diagram]) -> set[str]:
    nodes: list[Node] = [node for diagram in diagrams for node in diagram.nodes]
    return {node.id for node in nodes if node.kind == "userTask" and "handler_id" in node.assignee}


def test_the_limit_of_a_task_is_watched_in_its_own_diagram() -> None:
    """C15, HS-9: a task under another limit than the one around it would show the wrong urgency."""
    assert len(CLOCKS_OF_REQUESTS) > 10
    assert tasks_under_a_foreign_limit(CLOCKS_OF_REQUESTS | STAGE_CLOCKS, DIAGRAMS) == set()
    stage_limits = set(STAGE_CLOCKS.values()) | {ClockKind.FIRST_CONTACT}
    shipped = set(ClockKind) - {ClockKind.OWNER_LIMIT}
    assert set(CLOCKS_OF_REQUESTS.values()) == shipped - stage_limits, "each limit of a request has its tasks"


def test_tasks_that_the_diagrams_give_to_the_handler_are_his() -> None:
    """C15, HS-9: else the person designated for the case by a recorded decision may not do them."""
    given = tasks_given_to_the_handler(DIAGRAMS)
    assert len(given) == 7
    assert given == DESIGNATED_ELEMENTS - HANDLER_BESIDE_A_ROLE
    assert set(user_tasks(DIAGRAMS)) >= HANDLER_BESIDE_A_ROLE


def test_a_wrong_limit_and_another_assignee_are_found() -> None:
    """C15 probe."""
    wrong = {"UserTask_DecideReview": ClockKind.RECUSAL}
    assert tasks_under_a_foreign_limit(wrong, DIAGRAMS) == {"UserTask_DecideReview"}
    drawn = with_node(find_diagram("review"), "UserTask_DecideReview", assignee="=handler_id")
    others = [diagram for diagram in DIAGRAMS if diagram.process_id != "review"]
    assert tasks_given_to_the_handler([*others, drawn]) - DESIGNATED_ELEMENTS == {"UserTask_DecideReview"}
