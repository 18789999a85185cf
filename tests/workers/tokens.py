"""Where the tokens of the engine wait, and which of them each command of the office moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from adapters.camunda_clock import CamundaClock
from adapters.camunda_rest import list_all
from models.ledger.outbox import OutboxRow
from services.outbox.send_step import send_outbox_step
from services.ports.engine import OutgoingMessage
from tests.workers.engine_office import EngineOffice

# Elements that only hold others; what waits in them has an element of its own.
FRAMES = frozenset({"PROCESS", "SUB_PROCESS", "EVENT_SUB_PROCESS", "CALL_ACTIVITY", "MULTI_INSTANCE_BODY"})
TO_A_TASK, TO_VARIABLES = "complete_user_task", "set_variables"


@dataclass(frozen=True, slots=True)
class Token:
    """An element instance that waits; `awaits` are correlation keys of messages, or the key of a person's task."""

    key: str
    element_id: str
    awaits: frozenset[str]


@dataclass(frozen=True, slots=True)
class Move:
    """What one command did. `own` waited for it before, `gone` left their place, `come` are waiting since."""

    name: str
    key: str
    own: list[Token]
    gone: list[Token]
    come: list[Token]

    @property
    def reached(self) -> list[str]:
        """Where tokens wait since."""
        return sorted(token.element_id for token in self.come)


def waiting_tokens(running: EngineOffice) -> set[Token]:
    """Every token of the engine that waits; its searches must not lag."""
    active = running.beside_anchor("element-instances")
    awaited: dict[str, set[str]] = {}
    for name, place, state in (
        ("correlationKey", "message-subscriptions/search", {"messageSubscriptionState": "CREATED"}),
        ("userTaskKey", "user-tasks/search", {"state": "CREATED"}),
    ):
        for found in list_all(running.http, place, {"filter": state}):
            awaited.setdefault(found["elementInstanceKey"], set()).add(found[name])
    return {_token(item, awaited) for item in active if item["type"] not in FRAMES}


def _token(item: Mapping[str, Any], awaited: Mapping[str, set[str]]) -> Token:
    key = item["elementInstanceKey"]
    return Token(key, item["elementId"], frozenset(awaited.get(key, ())))


def settle(running: EngineOffice) -> None:
    """Wait until no job is left to do: every token waits for a message, a moment or a person."""
    clock = CamundaClock(running.http)
    running.wait_for(lambda: not clock.list_unfinished_jobs(), "every job is done")
    assert running.incidents() == []


@dataclass
class Sender:
    """The outbox sender in slow motion: it looks at all tokens before and after each command.

    What is not listed here goes to the engine unwatched.
    """

    running: EngineOffice
    moves: list[Move] = field(default_factory=list)

    def __getattr__(self, name: str) -> object:
        return getattr(self.running.engine, name)

    def publish_message(self, message: OutgoingMessage) -> None:
        """Publish, and note what moved."""
        self._watch(
            message.name, message.correlation_key, lambda: self.running.engine.publish_message(message)
        )

    def complete_user_task(self, user_task_key: str, variables: Mapping[str, object]) -> None:
        """Complete, and note what moved."""
        self._watch(
            TO_A_TASK, user_task_key, lambda: self.running.engine.complete_user_task(user_task_key, variables)
        )

    def set_variables(self, scope_key: str, variables: Mapping[str, object]) -> None:
        """Set, and note what moved."""
        self._watch(TO_VARIABLES, scope_key, lambda: self.running.engine.set_variables(scope_key, variables))

    def send(self) -> list[Move]:
        """Send what the office has put into the outbox since the last call; what each command moved, in order."""
        known = len(self.moves)
        while self.running.office.rows(OutboxRow, sent_at=None):
            done = send_outbox_step(self.running.office.unit_of_work, self)  # type: ignore[arg-type]  # the port, watched
            settle(self.running)
            assert done, "the outbox holds what cannot be sent"
        return self.moves[known:]

    def _watch(self, name: str, key: str, command: Callable[[], None]) -> None:
        before = waiting_tokens(self.running)
        command()
        settle(self.running)
        after = waiting_tokens(self.running)
        own = [token for token in before if key in token.awaits]
        self.moves.append(Move(name, key, own, list(before - after), list(after - before)))


@contextmanager
def held_sender(running: EngineOffice) -> Iterator[Sender]:
    """Workers that do their jobs but send nothing: what is sent goes through the sender of the test."""
    running.wait_for(lambda: not running.office.rows(OutboxRow, sent_at=None), "the outbox is empty")
    settle(running)
    running.stop_workers()
    running.start_workers(sends=False)
    yield Sender(running)
