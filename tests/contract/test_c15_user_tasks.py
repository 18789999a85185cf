"""C15: the descriptors of user tasks say what the diagrams draw, and the reverse; what their forms ask is C3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.i18n import has_text
from bpmn.diagram import Diagram, Listener, Node
from bpmn.names import JobType
from bpmn.pages import PAGES
from models.case.lifecycle import WATCHED_ALONE, ClockKind
from models.ground.codes import Role
from services.tasks.registry import TASKS
from services.tasks.user_task import UserTask
from tests.contract.shipped import DIAGRAMS, find_diagram, with_diagram, with_node, without_node

ROOT = Path(__file__).resolve().parents[2]
WATCH = "Call_Watch"
LISTENERS = {
    "assigning": JobType.CHECK_ASSIGNMENT.value,
    "completing": JobType.CHECK_COMPLETION.value,
}
# The unit's handler reports; the diagram offers the task to the unit's representatives.
HANDLER_BESIDE_A_ROLE = {"UserTask_ReportRectification"}
# The wish waits as long as the case does, and the limits of the case run on.
WITHOUT_LIMIT = {"UserTask_VerifyWithdrawal"}
# Limits of a whole case or of the file beside it are watched above the stage whose task they press on.
WATCHED_ABOVE = {ClockKind.RESOLVE}

Tasks = Mapping[str, UserTask]


def drawn_tasks(diagrams: list[Diagram]) -> dict[str, tuple[Diagram, Node]]:
    """Those about a case; one of the office has a page instead of a form and no descriptor."""
    return {
        node.id: (diagram, node)
        for diagram in diagrams
        for node in diagram.nodes
        if node.kind == "userTask" and not node.form_reference
    }


def limits_watched_in(diagram: Diagram) -> set[ClockKind]:
    words = [node.id.removeprefix(WATCH) for node in diagram.nodes if node.id.startswith(WATCH)]
    by_word = {"".join(part.capitalize() for part in kind.value.split("_")): kind for kind in ClockKind}
    return {by_word[word] for word in words}


def faults(tasks: Tasks, diagrams: list[Diagram]) -> list[str]:
    """Where a descriptor and the drawn task differ, as `element: what`."""
    drawn = drawn_tasks(diagrams)
    found = [f"{element}: drawn, unknown" for element in sorted(drawn.keys() - tasks.keys())]
    found += [f"{element}: known, not drawn" for element in sorted(tasks.keys() - drawn.keys())]
    return found + [
        f"{element}: {what}"
        for element in sorted(drawn.keys() & tasks.keys())
        for what in differences(tasks[element], *drawn[element])
    ]


def differences(task: UserTask, diagram: Diagram, node: Node) -> list[str]:
    roles = tuple(group.strip() for group in node.candidate_groups.split(","))
    is_handlers = "handler_id" in node.assignee or node.id in HANDLER_BESIDE_A_ROLE
    heard = {listener.event: listener.job_type for listener in node.listeners}
    in_each_round = {node.loop.element} if node.loop else set()
    pairs: dict[str, tuple[object, object]] = {
        "process": (task.process, diagram.process_id),
        "form": (task.form, node.form_id),
        "roles": (task.roles, roles),
        "designated person": (task.is_handlers, is_handlers),
        "listeners": (LISTENERS, heard),
        "outputs": (task.outputs, set(node.answer_names)),
        "variables of its row": (task.kept_variables - {*node.input_names, *in_each_round}, set()),
        "without limit": (task.limit is None, node.id in WITHOUT_LIMIT),
    }
    found = [name for name, (told, shown) in pairs.items() if told != shown]
    if task.limit is not None and task.limit not in limits_watched_in(diagram) | WATCHED_ABOVE:
        found.append("limit of another diagram")
    return found


def test_descriptors_and_diagrams_say_the_same_of_every_user_task() -> None:
    """C15, HS-9, HS-35: a task under another limit than the one around it would show the wrong urgency."""
    assert len(TASKS) > 20
    assert faults(TASKS, DIAGRAMS) == []


def test_a_task_of_the_office_is_decided_on_its_page_by_roles_and_both_listeners_are_asked() -> None:
    """C15: nobody decides past the page, whatever tool he has."""
    drawn = [
        (diagram.process_id, node) for diagram in DIAGRAMS for node in diagram.nodes if node.form_reference
    ]
    assert len(drawn) == len(PAGES), "each page decides one task"
    for process_id, node in drawn:
        heard = {listener.event: listener.job_type for listener in node.listeners}
        assert heard == {**LISTENERS, "assigning": JobType.CHECK_OFFICE_ASSIGNMENT.value}
        assert PAGES[node.form_reference] == process_id
        assert (node.form_id, node.assignee) == ("", "")
        assert {Role.SUPERVISOR, Role.DIRECTOR} <= set(node.candidate_groups.split(","))
        assert has_text(f"office_page.{node.form_reference}")
        assert has_text(f"element.{node.id}")


def test_each_limit_has_its_tasks() -> None:
    """C15, HS-9."""
    shipped = set(ClockKind) - {ClockKind.OWNER_LIMIT, ClockKind.FIRST_CONTACT} - WATCHED_ALONE
    assert {task.limit for task in TASKS.values()} - {None} == shipped


def test_every_form_has_one_task_and_every_task_its_name_in_the_catalogue() -> None:
    """C15."""
    forms = [task.form for task in TASKS.values()]
    assert len(forms) == len(set(forms))
    assert [element for element in TASKS if not has_text(f"element.{element}")] == []


def test_whose_holder_must_know_the_complainant_is_as_decided() -> None:
    """C15, HS-5: docs/adr/0119 names them; one more would open identities to more people."""
    told = (ROOT / "docs/adr/0119-who-may-know-a-complainant-who-asked-for-secrecy.md").read_text("utf-8")
    assert (
        "(decision on the acceptance, settlement on the spot, notice of an extension, answer, return visit)"
        in told
    )
    speaking = {task.form for task in TASKS.values() if task.speaks_to_complainant}
    assert speaking == {
        "decide-acceptance",
        "settle-on-spot",
        "tell-extension",
        "give-answer",
        "record-return-visit",
    }


def changed(element: str, **changes: Any) -> dict[str, UserTask]:
    """All descriptors, one of them with other words."""
    return {**TASKS, element: replace(TASKS[element], **changes)}


REVIEW = "UserTask_DecideReview"


@pytest.mark.parametrize(
    ("what", "changes"),
    [
        ("process", {"process": "recusal"}),
        ("form", {"form": "decide-recusal"}),
        ("roles", {"roles": (Role.DIRECTOR,)}),
        ("designated person", {"is_handlers": True}),
        ("outputs", {"outputs": frozenset({"is_lost"})}),
        ("variables of its row", {"kept_variables": frozenset({"never_given"})}),
        ("without limit", {"limit": None}),
        ("limit of another diagram", {"limit": ClockKind.RECUSAL}),
    ],
)
def test_a_descriptor_that_says_something_else_is_found(what: str, changes: dict[str, Any]) -> None:
    """C15 probe."""
    assert faults(changed(REVIEW, **changes), DIAGRAMS) == [f"{REVIEW}: {what}"]


@pytest.mark.parametrize(
    ("what", "changes"),
    [
        ("form", {"form_id": "decide-recusal"}),
        ("roles", {"candidate_groups": "director"}),
        ("designated person", {"assignee": "=handler_id"}),
        ("listeners", {"listeners": (Listener("completing", JobType.CHECK_COMPLETION.value),)}),
    ],
)
def test_a_diagram_that_draws_something_else_is_found(what: str, changes: dict[str, Any]) -> None:
    """C15 probe."""
    drawn = with_diagram(with_node(find_diagram("review"), REVIEW, **changes))
    assert faults(TASKS, drawn) == [f"{REVIEW}: {what}"]


def test_a_task_without_descriptor_and_a_descriptor_without_task_are_found() -> None:
    """C15 probe."""
    others = {element: task for element, task in TASKS.items() if element != REVIEW}
    assert faults(others, DIAGRAMS) == [f"{REVIEW}: drawn, unknown"]
    without = with_diagram(without_node(find_diagram("review"), REVIEW))
    assert faults(TASKS, without) == [f"{REVIEW}: known, not drawn"]
