"""What a step of a story is made of: moves of persons. `story_steps.py` says which step is which, `steps.py` makes them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class By(StrEnum):
    """Who makes a move: the step's actor, or a person the story names."""

    ACTOR = "actor"
    APPROVER = "approved_by"
    HANDLER = "handler"
    DECIDER = "decider"
    REQUESTER = "requester"


@dataclass(frozen=True, slots=True)
class Task:
    """Answer the open task of a form; an optional one only when it is open, a repeated one until none is.

    One that is `only_first` is not the step's at a later attempt. `only_if` names a word of the step's data that asks for
    it.
    """

    form_id: str
    by: By = By.ACTOR
    is_optional: bool = False
    is_repeated: bool = False
    only_if: str = ""
    only_first: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """Take an act of the case file; `only_if` names a word of the step's data that asks for it."""

    act: str
    by: By = By.ACTOR
    only_if: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Write an entry of this kind into the file."""

    kind: str


@dataclass(frozen=True, slots=True)
class Door:
    """Something that comes in from outside: the complainant at the query code, a unit with its receipt code."""

    door: str


Move = Task | Act | Entry | Door
