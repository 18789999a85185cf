"""Ends what element instances wait for; nothing is delivered to them any more."""

from __future__ import annotations

from collections.abc import Callable

from engine.core.turn import Turn
from engine.model.events import StartEvent
from engine.state.element_instance import ElementInstance
from engine.state.message_subscription import MessageSubscription
from engine.state.timer import Timer


def close_waits(turn: Turn, token: ElementInstance) -> None:
    """The element ends: everything it waited for ends with it."""
    _close(turn, token, lambda _: True)


def close_wait(turn: Turn, token: ElementInstance, target_id: str) -> None:
    """One of its events came; others at the same element stay."""
    _close(turn, token, lambda waiting_id: waiting_id == target_id)


def close_event_sub_processes(turn: Turn, scope: ElementInstance) -> None:
    """The scope is interrupted: no event sub-process of it can begin any more, boundary events still can."""
    elements = turn.models.get(scope.process_definition_key).elements
    _close(turn, scope, lambda waiting_id: isinstance(elements.get(waiting_id), StartEvent))


def _close(turn: Turn, token: ElementInstance, is_over: Callable[[str], bool]) -> None:
    for timer in turn.state.list_by(Timer, "timers_of_element", token.key):
        if is_over(timer.target_id):
            turn.state.remove(timer)
    for subscription in turn.state.list_by(MessageSubscription, "subscriptions_of_element", token.key):
        if is_over(subscription.element_id):
            turn.state.remove(subscription)
