"""The block tree a random process is made of. Each block is entered and left at one place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass
class Boundary:
    """An event at an activity; `timer` is the kind of timer, None for an escalation."""

    id: str
    is_interrupting: bool
    block: Row
    timer: str | None = None
    minutes: int = 0


@dataclass
class Task:
    """A task that waits: service, user or receive."""

    id: str
    kind: str
    boundaries: list[Boundary] = field(default_factory=list)


@dataclass
class Throw:
    """An escalation thrown to the host of the scope it stands in."""

    id: str
    code: str


@dataclass
class Choice:
    """An exclusive gateway; `chosen` is the branch that the variables lead to."""

    id: str
    branches: list[Row]
    chosen: int


@dataclass
class Fork:
    """Parallel branches that are joined."""

    id: str
    branches: list[Row]


@dataclass
class Host:
    """A sub-process or a call activity around a scope; escalations of the scope end at `boundaries`."""

    id: str
    kind: str
    scope: Scope
    boundaries: list[Boundary] = field(default_factory=list)


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


Block: TypeAlias = Task | Throw | Choice | Fork | Host


def code_of(host_id: str) -> str:
    """The escalation code that only the boundary of this host catches."""
    return f"CODE_{host_id}"


def interrupts(boundaries: list[Boundary]) -> bool:
    """Whether a second way leads to where the activity is left."""
    return any(boundary.is_interrupting for boundary in boundaries)
