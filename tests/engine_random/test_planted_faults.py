"""The random runs find faults planted into scopes, joins, interruptions, call activities and recovery."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.behaviours import flows, joins, thrown_codes, triggers
from engine.behaviours.tokens import enter
from engine.core.state import State
from engine.elements import life_cycle
from engine.elements.call_activity import CallActivityProcessor
from engine.elements.sub_process import SubProcessProcessor
from engine.errors import EngineError
from engine.model.events import BoundaryEvent
from engine.state.element_instance import ElementInstance
from engine.state.message_subscription import MessageSubscription
from engine.state.timer import Timer
from engine.state.variable import Variable
from tests.engine_random.walking import walk

SEEDS = range(1, 81)
Plant = Callable[[pytest.MonkeyPatch], None]


def _join_lets_every_token_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows, "_join", lambda turn, scope, gateway, flow: enter(turn, scope, gateway))


def _sub_process_forgets_its_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SubProcessProcessor, "terminate", lambda *_: None)


def _sub_process_ends_with_its_first_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SubProcessProcessor, "is_empty", lambda *_: True)


def _call_leaves_the_called_instance_running(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CallActivityProcessor, "terminate", lambda *_: None)
    monkeypatch.setattr(CallActivityProcessor, "is_empty", lambda *_: True)


def _inclusive_join_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joins, "_can_come", lambda *_: False)


def _forget_changes_of(noun: type) -> Plant:
    def plant(monkeypatch: pytest.MonkeyPatch) -> None:
        seal = State.seal

        def seal_without_mark(self: State) -> None:
            seal(self)
            self._dirty = {ident: row for ident, row in self._dirty.items() if ident[0] is not noun}

        monkeypatch.setattr(State, "seal", seal_without_mark)

    return plant


def _no_boundary_interrupts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triggers, "_leave_by_boundary", _trigger_beside)


def _trigger_beside(turn, host, boundary: BoundaryEvent, variables) -> None:
    enter(turn, turn.state.get(type(host), host.scope_key), boundary, dict(variables))


def _event_sub_process_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triggers, "terminate_children", lambda *_: None)


def _interruption_leaves_the_other_event_sub_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triggers, "close_event_sub_processes", lambda *_: None)


def _elements_leave_their_other_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(life_cycle, "close_waits", lambda *_: None)


def _errors_end_at_the_nearest_scope(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thrown_codes, "_hosts", lambda turn, thrower: iter([thrower]))


FAULTS: dict[str, tuple[Plant, bool]] = {
    "a join lets every token through": (_join_lets_every_token_through, False),
    "an inclusive join waits for nobody": (_inclusive_join_waits_for_nobody, False),
    "a sub-process that is ended forgets its inside": (_sub_process_forgets_its_inside, False),
    "a sub-process ends with its first token": (_sub_process_ends_with_its_first_token, False),
    "a call activity leaves its instance running": (_call_leaves_the_called_instance_running, False),
    "no boundary event interrupts": (_no_boundary_interrupts, False),
    "an interrupting event sub-process ends nothing": (_event_sub_process_ends_nothing, False),
    "an interruption leaves the other ones waiting": (
        _interruption_leaves_the_other_event_sub_processes,
        False,
    ),
    "an element leaves its other events waiting": (_elements_leave_their_other_events, False),
    "errors and escalations do not climb": (_errors_end_at_the_nearest_scope, False),
    "interruptions are not stored": (_forget_changes_of(ElementInstance), True),
    "timers are not stored": (_forget_changes_of(Timer), True),
    "subscriptions are not stored": (_forget_changes_of(MessageSubscription), True),
    "variables are not stored": (_forget_changes_of(Variable), True),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str, monkeypatch: pytest.MonkeyPatch):
    plant, restarts = FAULTS[name]
    plant(monkeypatch)
    for seed in SEEDS:
        try:
            walk(seed, restarts=restarts)
        except (AssertionError, EngineError) as found:
            print(f"{name}: found with seed {seed}: {type(found).__name__} {str(found)[:200]}")
            return
    pytest.fail(f"not found by the seeds {SEEDS.start}..{SEEDS.stop - 1}")
