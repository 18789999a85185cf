"""What an expectation keeps of a running process: scopes, what is open in them, and what a step can end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.engine_random.blocks import Aside, Host, Race, Scope, Task

Then = Callable[[], None]


@dataclass
class Wait:
    """Something that a step can end: a task, a message, or a timer that is due at a moment.

    One that stays open after its message came (`is_lasting`) is taken once only, since names are unique.
    `fail` ends it with an error instead, whose code is `throws`.
    """

    kind: str
    resume: Then
    due_at: int = 0
    is_lasting: bool = False
    is_spent: bool = False
    throws: str = ""
    fail: Then | None = None


@dataclass
class Place:
    """A running scope: its open activities and the number of ways that have not come to an end."""

    done: Then
    host: Activity | None
    variables: dict[str, object]
    scope: Scope
    ways: int = 0
    is_interrupted: bool = False
    activities: list[Activity] = field(default_factory=list)


@dataclass
class Activity:
    """An open task, host, event-based gateway or event sub-process with its boundaries and what is inside."""

    block: Task | Host | Race | Aside
    place: Place
    leave: Then
    inside: Place | None = None
