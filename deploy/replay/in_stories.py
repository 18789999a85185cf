"""How stories live one kind of request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from deploy.replay.cases import LivedCase
from deploy.replay.keys import Keys
from deploy.replay.moves import Move
from deploy.replay.office import Office
from deploy.replay.samples import Step

Answers = dict[str, Any]
ActAnswers = Callable[[LivedCase, Step], list[Answers]]
Knock = Callable[[Office, LivedCase, Step], None]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class InStories:
    """What the steps about a kind of request stand for; what is entered in the forms of its tasks stands in `forms/`.

    `keys` are those of the steps' data, none where a step is not named. `acts` gives the answers of an act at a step:
    one a unit where several are asked, none where none is. `doors` are ways in from outside; by the `task_of_door` a
    unit with an account here answers instead.
    """

    name: str
    steps: Mapping[str, tuple[Move, ...]] = field(default_factory=dict)
    keys: Mapping[str, Keys] = field(default_factory=dict)
    acts: Mapping[str, ActAnswers] = field(default_factory=dict)
    doors: Mapping[str, Knock] = field(default_factory=dict)
    task_of_door: Mapping[str, str] = field(default_factory=dict)
