"""Whether a needed step can be gone around: some work is done, and later work is reached without the step between.

Work is what an element does for the office (form, job, called process), so that a step drawn anew counts as the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum

from bpmn.diagram import Diagram, Node
from services.resource_check.walk import Walk

Work = tuple[str, str, str]
Held = Mapping[Work, frozenset[Work]]
BEGIN: Work = ("", "", "begin")
END: Work = ("", "", "end")
# Nobody does it, so it is owed wherever a token comes.
_NO_STEP: Work = ("", "", "nothing")


def work_of(node: Node) -> Work:
    """What the element does for the office; three empty texts for gateways and events."""
    return node.form_id, node.job_type, node.called_process


class _Debt(IntEnum):
    """Of two ways that meet the greater holds: paid is only what every way paid."""

    PAID = 0
    NONE = 1
    OWED = 2


class _StepOwed:
    """The track of one step, owed from `since` on."""

    def __init__(self, step: Work, since: Work) -> None:
        self._step = step
        self._since = since

    def merge(self, states: Sequence[_Debt]) -> _Debt:
        return max(states)

    def join(self, states: Sequence[_Debt]) -> _Debt:
        # A branch beside the one that did the step owes it no more.
        return _Debt.PAID if _Debt.PAID in states else max(states)

    def after(self, node: Node, before: _Debt) -> _Debt:
        work = work_of(node)
        if node.kind == "parallelGateway":
            # What was paid before a fork says nothing about what its branches come to owe.
            return _Debt.OWED if before is _Debt.OWED else _Debt.NONE
        if work == self._step:
            return _Debt.PAID
        return _Debt.OWED if work == self._since else before

    def opened(self, node: Node, before: _Debt) -> _Debt:
        return _Debt.NONE if node.is_event_sub_process else before

    def closed(self, _node: Node, _before: _Debt, at_end: _Debt) -> _Debt:
        return at_end


def works_of(diagram: Diagram) -> frozenset[Work]:
    """All work on the ways of a diagram; what an event sub-process does beside them is none of it."""
    beside = _inside_events(diagram)
    return frozenset(work for node in diagram.nodes if node.id not in beside and any(work := work_of(node)))


def works_beside(diagram: Diagram) -> frozenset[Work]:
    """All work that event sub-processes do, whenever their event comes."""
    beside = _inside_events(diagram)
    return frozenset(work for node in diagram.nodes if node.id in beside and any(work := work_of(node)))


def _inside_events(diagram: Diagram) -> set[str]:
    inside = {node.id for node in diagram.nodes if node.is_event_sub_process}
    # A scope stands before what is in it.
    for node in diagram.nodes:
        if node.parent in inside:
            inside.add(node.id)
    return inside


def list_owing(diagram: Diagram, step: Work, since: Work, goals: Iterable[Work]) -> list[Work]:
    """Those of `goals` that can be reached after `since` without the step, in order."""
    walk = Walk(diagram, _Debt.OWED if since == BEGIN else _Debt.NONE, _StepOwed(step, since))
    owing = {work_of(node) for node in diagram.nodes if walk.before.get(node.id) is _Debt.OWED}
    if walk.at_end is _Debt.OWED:
        owing.add(END)
    return sorted(owing & set(goals))


def map_held(shipped: Diagram, step: Work, works: Iterable[Work]) -> Held:
    """By work what the shipped diagram never comes to from there without the step, other than by doing it again."""
    there = {BEGIN, END, *works} - {step}
    held = {}
    for since in there - {END}:
        goals = there - {BEGIN, since}
        reached = frozenset(list_owing(shipped, _NO_STEP, since, goals))
        held[since] = reached - set(list_owing(shipped, step, since, goals))
    return held


def list_gone_around(held: Held, changed: Diagram, step: Work) -> list[tuple[Work, Work]]:
    """Pairs between which the shipped diagram always does the step (`held`), and the changed one need not."""
    there = {BEGIN, END} | works_of(changed)
    return [
        (since, goal)
        for since in sorted(held.keys() & there)
        if (goals := held[since] & there)
        for goal in list_owing(changed, step, since, goals)
    ]
