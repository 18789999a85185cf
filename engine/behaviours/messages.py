"""Correlates messages: with waiting elements, with start events, and with those that come later (buffer)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.behaviours.evaluation import correlation_key_at, text_at
from engine.behaviours.instances import Start, start_instance
from engine.behaviours.message_history import note_delivery, note_start
from engine.behaviours.triggers import can_trigger, trigger
from engine.core.turn import Turn
from engine.errors import InvariantBroken
from engine.model.elements import MessageDefinition
from engine.state.element_instance import ElementInstance
from engine.state.message import Message
from engine.state.message_correlation import MessageCorrelation
from engine.state.message_start_subscription import MessageStartSubscription
from engine.state.message_subscription import MessageSubscription
from engine.state.process_definition import ProcessDefinition
from engine.state.process_instance import ProcessInstance


@dataclass(frozen=True, slots=True)
class MessageKey:
    """Name and correlation key that a subscription waits for."""

    name: str
    correlation_key: str


def publish(turn: Turn, message: Message) -> int | None:
    """Give a new message to at most one subscription of each process id, then to start events; buffer it.

    While only an instance that rests waits for it, it is kept, however short its time to live. Answers the key of the
    first instance that it reached or started.
    """
    place = (message.name, message.correlation_key)
    waiting = turn.state.list_by(MessageSubscription, "subscriptions", place)
    resting = _resting_among(turn, waiting)
    message = replace(message, is_kept=bool(resting))
    if _is_stored(turn, message):
        turn.state.put(message)
    used: set[str] = set()
    reached: list[int] = []
    for subscription in waiting:
        if subscription.process_id not in used and _deliver(turn, message, subscription):
            used.add(subscription.process_id)
            reached.append(subscription.process_instance_key)
    for start in turn.state.list_by(MessageStartSubscription, "start_subscriptions", message.name):
        if _is_free_to_start(turn, start, used | resting, message.correlation_key):
            used.add(start.process_id)
            reached.append(_start(turn, message, start))
    if message.is_kept:
        _look_whether_kept(turn, message)
    return reached[0] if reached else None


def is_awaited(turn: Turn, name: str, correlation_key: str) -> bool:
    """True when a message published now would reach a waiting element or start an instance."""
    waiting = turn.state.list_by(MessageSubscription, "subscriptions", (name, correlation_key))
    if any(_find_taker(turn, subscription) is not None for subscription in waiting):
        return True
    starts = turn.state.list_by(MessageStartSubscription, "start_subscriptions", name)
    resting = _resting_among(turn, waiting)
    return any(_is_free_to_start(turn, start, resting, correlation_key) for start in starts)


def message_key_at(turn: Turn, token: ElementInstance, definition: MessageDefinition) -> MessageKey:
    """What an element instance waits for; fails the step for a name or key of a wrong type."""
    if definition.correlation_key is None:
        raise InvariantBroken(f"message of '{token.element_id}' has no correlation key")
    name = text_at(turn, definition.name, token.key)
    return MessageKey(name, correlation_key_at(turn, definition.correlation_key, token.key))


def subscribe(turn: Turn, token: ElementInstance, target_id: str, awaited: MessageKey) -> None:
    """Wait for a message that triggers an event at the token; what is buffered already is taken at once.

    An event that does not interrupt takes all of them, any other the oldest.
    """
    subscription = MessageSubscription(
        key=turn.state.new_key(),
        message_name=awaited.name,
        correlation_key=awaited.correlation_key,
        element_instance_key=token.key,
        element_id=target_id,
        process_instance_key=token.process_instance_key,
        process_definition_key=token.process_definition_key,
        process_id=token.process_id,
        created_at=turn.now,
    )
    turn.state.put(subscription)
    for message in turn.state.list_by(Message, "messages", (awaited.name, awaited.correlation_key)):
        if message.expires_at > turn.now and not _is_used(turn, message, token.process_id):
            _deliver(turn, message, subscription)


def start_next_buffered(turn: Turn, process_id: str, correlation_key: str) -> None:
    """The instance that held back starts with this key has ended: let the oldest buffered message start one."""
    waiting: list[tuple[int, Message, MessageStartSubscription]] = []
    for start in turn.state.list_by(MessageStartSubscription, "start_subscriptions_of_process", process_id):
        for message in turn.state.list_by(Message, "messages", (start.message_name, correlation_key)):
            if message.expires_at > turn.now and not _is_used(turn, message, process_id):
                waiting.append((message.key, message, start))
    if waiting:
        _, message, start = min(waiting, key=lambda found: found[0])
        _start(turn, message, start)


def expire(turn: Turn, message: Message) -> None:
    """Its time to live is over: forget it, unless an instance that rests still waits for it."""
    if _awaits_at_rest(turn, message):
        turn.state.change(message, is_kept=True)
    else:
        _discard(turn, message)


def deliver_kept(turn: Turn, message_key: int, root_instance_key: int) -> None:
    """A root rests no longer, or has ended: give its tree what was kept for it, and drop what nobody rests for."""
    message = turn.state.find(Message, message_key)
    if message is None or not message.is_kept:
        return
    place = (message.name, message.correlation_key)
    for subscription in turn.state.list_by(MessageSubscription, "subscriptions", place):
        instance = turn.state.find(ProcessInstance, subscription.process_instance_key)
        is_for_it = instance is not None and instance.root_instance_key == root_instance_key
        if is_for_it and not _is_used(turn, message, subscription.process_id):
            _deliver(turn, message, subscription)
    _look_whether_kept(turn, message)


def _look_whether_kept(turn: Turn, message: Message) -> None:
    if _awaits_at_rest(turn, message):
        return
    if message.expires_at <= turn.now:
        _discard(turn, message)
    else:
        turn.state.change(message, is_kept=False)


def _awaits_at_rest(turn: Turn, message: Message) -> bool:
    """Whether an instance that rests waits for a message that its process has not had yet."""
    place = (message.name, message.correlation_key)
    return any(
        turn.state.is_resting(one.process_instance_key) and not _is_used(turn, message, one.process_id)
        for one in turn.state.list_by(MessageSubscription, "subscriptions", place)
    )


def _is_stored(turn: Turn, message: Message) -> bool:
    return message.is_kept or message.expires_at > turn.now


def _discard(turn: Turn, message: Message) -> None:
    """Forget it and where it was used."""
    for correlation in turn.state.list_by(MessageCorrelation, "correlations", message.key):
        turn.state.remove(correlation)
    turn.state.remove(message)


def _deliver(turn: Turn, message: Message, subscription: MessageSubscription) -> bool:
    """Trigger the event; False when it takes no message now. An event that interrupts closes its wait."""
    # Whom a fault of the look itself lies at, too; who takes nothing has no part in what comes after.
    before, turn.at_work = turn.at_work, subscription.process_instance_key
    token = _find_taker(turn, subscription)
    if token is None:
        turn.at_work = before
        return False
    _mark_used(turn, message, subscription.process_id)
    note_delivery(turn, message, subscription)
    trigger(turn, token, subscription.element_id, message.variables)
    return True


def _find_taker(turn: Turn, subscription: MessageSubscription) -> ElementInstance | None:
    """The element instance that takes a message of the subscription now; None if that or the event is over, or rests."""
    if turn.state.is_resting(subscription.process_instance_key):
        return None
    is_open = turn.state.find(MessageSubscription, subscription.key) is not None
    token = turn.state.find(ElementInstance, subscription.element_instance_key)
    if not is_open or token is None or not can_trigger(turn, token, subscription.element_id):
        return None
    return token


def _start(turn: Turn, message: Message, subscription: MessageStartSubscription) -> int:
    # The instance is not there yet: should its start fail, nothing of it is left that could rest.
    turn.at_work = None
    _mark_used(turn, message, subscription.process_id)
    definition = turn.state.get(ProcessDefinition, subscription.process_definition_key)
    instance = start_instance(
        turn,
        Start(
            definition,
            subscription.start_event_id,
            event_variables=dict(message.variables),
            correlation_key=message.correlation_key,
        ),
    )
    note_start(turn, message, subscription, instance)
    return instance.key


def _mark_used(turn: Turn, message: Message, process_id: str) -> None:
    if _is_stored(turn, message):
        turn.state.put(MessageCorrelation(turn.state.new_key(), message.key, process_id))


def _is_used(turn: Turn, message: Message, process_id: str) -> bool:
    used = turn.state.list_by(MessageCorrelation, "correlations", message.key)
    return any(correlation.process_id == process_id for correlation in used)


def _resting_among(turn: Turn, waiting: list[MessageSubscription]) -> set[str]:
    """Process ids of which an instance that rests waits: what is for it starts no other instance."""
    return {one.process_id for one in waiting if turn.state.is_resting(one.process_instance_key)}


def _is_free_to_start(
    turn: Turn, start: MessageStartSubscription, taken: set[str], correlation_key: str
) -> bool:
    return start.process_id not in taken and not _is_locked(turn, start.process_id, correlation_key)


def _is_locked(turn: Turn, process_id: str, correlation_key: str) -> bool:
    if not correlation_key:
        return False
    return turn.state.find_by(ProcessInstance, "start_locks", (process_id, correlation_key)) is not None
