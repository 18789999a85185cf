"""The block tree a random process is made of. Each block is entered and left at one place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

# A cycle fires once here: whatever it opens has names of its own.
TIMERS = ("duration", "date", "cycle")


@dataclass
class Boundary:
    """An event at an activity; `kind` is a timer, message, error or escalation."""

    id: str
    is_interrupting: bool
    block: Row
    kind: str
    minutes: int = 0


@dataclass
class Task:
    """An element that waits: service, send, user or receive task, or an event that catches (catch, pause) or sends (say).

    `throws` is the code of an error that its job may end with instead.
    """

    id: str
    kind: str
    boundaries: list[Boundary] = field(default_factory=list)
    minutes: int = 0
    throws: str = ""
    is_looped: bool = False


@dataclass
class Rule:
    """A script task or a business rule task: passes straight on and leaves a variable."""

    id: str
    kind: str


@dataclass
class Throw:
    """An escalation thrown to the scope it stands in or to the host of that."""

    id: str
    code: str


@dataclass
class Link:
    """A way that is broken in two by a throwing and a catching link event."""

    id: str


@dataclass
class Choice:
    """An exclusive or inclusive gateway; `chosen` are the branches that the variables lead to."""

    id: str
    branches: list[Row]
    chosen: list[int]
    is_inclusive: bool = False


@dataclass
class Fork:
    """Parallel branches that are joined."""

    id: str
    branches: list[Row]


@dataclass
class Race:
    """An event-based gateway: the event that comes first decides the branch; minutes 0 stand for a message."""

    id: str
    branches: list[Row]
    minutes: list[int]

    def event_id(self, number: int) -> str:
        """The catch event in front of a branch."""
        return f"{self.id}_on{number}"


@dataclass
class Host:
    """A sub-process or a call activity around a scope; escalations and errors of it may end at `boundaries`."""

    id: str
    kind: str
    scope: Scope
    boundaries: list[Boundary] = field(default_factory=list)
    is_looped: bool = False


@dataclass
class Aside:
    """An event sub-process; what opens it is `kind`, as with a boundary event."""

    id: str
    kind: str
    is_interrupting: bool
    scope: Scope
    minutes: int = 0
    boundaries: tuple[Boundary, ...] = ()

    @property
    def start_id(self) -> str:
        """The start event that waits."""
        return f"{self.scope.id}_start"


@dataclass
class Row:
    """Blocks one after the other."""

    blocks: list[Block] = field(default_factory=list)


@dataclass
class Scope:
    """A start event and a body; with racers the end of the body terminates what is left of them."""

    id: str
    body: Row
    racers: list[Row] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)


Block: TypeAlias = Task | Rule | Throw | Link | Choice | Fork | Race | Host


def code_of(owner_id: str, kind: str) -> str:
    """The escalation or error code that only this host or scope catches."""
    return f"{kind.upper()}_{owner_id}"


def interrupts(boundaries: list[Boundary]) -> bool:
    """Whether a second way leads to where the activity is left."""
    return any(boundary.is_interrupting for boundary in boundaries)
