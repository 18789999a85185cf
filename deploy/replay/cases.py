"""What the replay knows of each complaint it lives: its numbers, codes and how far it came."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from deploy.replay.samples import Step, Story


class NoRouteYet(Exception):
    """The step belongs to a part of the process that does not exist here. (该步骤尚无办理路径。)"""


class NotExpressible(Exception):
    """The story says something that the replay does not understand, so nothing after it can be lived. (无法表达。)"""


@dataclass(frozen=True, slots=True)
class Offer:
    """A deciding task that was put before somebody who may have to keep away, when it was taken; `at` in ISO."""

    login: str
    form_id: str
    step: int
    at: str


@dataclass(frozen=True, slots=True)
class View:
    """Something that a unit was shown or handed: who got it, on which form or sheet, its whole text."""

    who: str
    where: str
    text: str


@dataclass
class LivedCase:
    """One complaint that was filed; `query_code` is what its receipt said.

    `suggested` counts the matters and the claims that the machine had split it into, before anybody corrected them.
    `stopped_at` is the first step without a way, `not_expressible` the first that is not understood.
    """

    story: Story
    number: str = ""
    complaint_id: str = ""
    query_code: str = ""
    suggested: tuple[int, int] = (0, 0)
    had_first_contact: bool = False
    stopped_at: str = ""
    not_expressible: str = ""
    offers: list[Offer] = field(default_factory=list)
    views: list[View] = field(default_factory=list)

    @property
    def is_stopped(self) -> bool:
        """Whether nothing more of the story is lived."""
        return bool(self.stopped_at or self.not_expressible)

    def accept_before(self, step: Step) -> Step | None:
        """The first acceptance up to this step: it names the handler and the unit."""
        return next(
            (known for known in self.story.steps if known.action == "accept" and known.no <= step.no), None
        )

    def staff_before(self, step: Step, unit_side: Container[str]) -> str | None:
        """Who of the staff acted last before this step; the units' people are not meant."""
        earlier = [known.actor for known in self.story.steps if known.no < step.no and "." in known.actor]
        return next((actor for actor in reversed(earlier) if actor not in unit_side), None)

    def handler_before(self, step: Step) -> str | None:
        """Who handles the case when `step` happens."""
        handler = None
        for known in self.story.steps:
            if known.no > step.no:
                break
            if known.data.get("who") in (None, handler):
                handler = known.data.get("replaced_by", handler)
            handler = known.data.get("handler") or handler
        return str(handler) if handler else None
