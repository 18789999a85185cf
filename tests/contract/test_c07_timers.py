"""C7: timers parse, and the moment of each comes from one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from bpmn.diagram import Diagram, Mapping
from engine.feel import parse
from engine.model.cron import parse_cron
from engine.model.intervals import TimerRefused
from tests.contract.shipped import DIAGRAMS, find_diagram, with_diagram, with_node
from tests.contract.variables import names_read

APPROVED = "is_approved"


def bad_timers(diagrams: list[Diagram]) -> Iterator[str]:
    """A timer is one variable that one node of its scope writes; nothing is computed in the diagram.

    The job behind the timer, which asks the database whether the moment has really come, may move it; so may the approval
    before it, because what waited for one begins when it is given. A process that time begins has no variable yet: its start
    says a cron text of six fields, which owners read and change.
    """
    for diagram in diagrams:
        for node in diagram.nodes:
            if not node.timer:
                continue
            if node.kind == "startEvent" and node.parent == diagram.process_id:
                parse_cron(node.timer)
                continue
            if not node.timer.startswith("="):
                yield f"{node.id} has a moment of its own: {node.timer}"
                continue
            parse(node.timer.removeprefix("="))
            names = names_read(node.timer)
            behind = {flow.target for flow in diagram.outgoing(node.id)}
            beside = [
                other
                for other in diagram.nodes
                if other.parent == node.parent
                and other.id not in behind
                and not (other.form_id and APPROVED in other.output_names)
            ]
            writers = [other.id for other in beside if names & set(other.output_names)]
            if len(names) != 1 or len(writers) != 1:
                yield f"{node.id} reads {sorted(names)}, written by {writers}"


def test_every_timer_comes_from_one_writer() -> None:
    """C7."""
    timers = Counter(node.timer for diagram in DIAGRAMS for node in diagram.nodes if node.timer)
    assert timers == {
        "=analysis_due_at": 1,
        "=check_at": 1,
        "=plan_due_at": 1,
        "=window_ends_at": 5,
        "=objection_ends_at": 1,
        "=due_at": 1,
        "=judge_at": 1,
        "0 0 0 * * *": 1,
    }
    assert list(bad_timers(DIAGRAMS)) == []


def test_timer_with_a_duration_of_its_own_is_found() -> None:
    """C7 probe."""
    broken = with_node(find_diagram("deadline-watch"), "Timer_CheckAt", timer="P5D")
    assert list(bad_timers(with_diagram(broken))) != []


def test_start_at_a_time_that_cannot_be_read_is_found() -> None:
    """C7 probe."""
    broken = with_node(find_diagram("periodic-summary"), "Start_DayBegun", timer="0 0 25 * * *")
    with pytest.raises(TimerRefused):
        list(bad_timers(with_diagram(broken)))


def test_timer_that_nobody_sets_is_found() -> None:
    """C7 probe."""
    broken = with_node(find_diagram("deadline-watch"), "Timer_CheckAt", timer="=due_at")
    assert list(bad_timers(with_diagram(broken))) != []


def test_timer_with_two_writers_is_found() -> None:
    """C7 probe."""
    second = (Mapping("=objection_ends_at", "objection_ends_at"),)
    broken = with_node(find_diagram("referral"), "UserTask_SignReferral", outputs=second)
    assert list(bad_timers(with_diagram(broken))) != []


def test_task_that_moves_a_timer_and_approves_nothing_is_found() -> None:
    """C7 probe."""
    second = (Mapping("=window_ends_at", "window_ends_at"),)
    broken = with_node(find_diagram("investigation"), "UserTask_ApproveEntrustment", outputs=second)
    assert list(bad_timers(with_diagram(broken))) != []


def test_timer_that_only_an_approval_sets_is_found() -> None:
    """C7 probe: without approval it would never be due."""
    broken = with_node(find_diagram("investigation"), "Start_EntrustmentOpened", outputs=())
    assert list(bad_timers(with_diagram(broken))) != []
