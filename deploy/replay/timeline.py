"""One time line of all receipts and steps of all stories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from deploy.replay.samples import Step, Story


@dataclass(frozen=True, slots=True)
class Event:
    """A receipt (`step` is None) or a step of one story."""

    at: datetime
    story: Story
    step: Step | None

    @property
    def name(self) -> str:
        """`W1.0` for the receipt, `W1.3` for the third step."""
        return f"{self.story.id}.{self.step.no if self.step else 0}"


def list_events(stories: Iterable[Story], until: datetime | None = None) -> list[Event]:
    """Events in order of time; a receipt comes before the steps of the same moment."""
    events = []
    for story in stories:
        events.append(Event(story.received_at, story, None))
        events += [Event(step.at, story, step) for step in story.steps]
    events.sort(
        key=lambda event: (
            event.at,
            event.step is not None,
            event.story.id,
            event.step.no if event.step else 0,
        )
    )
    return [event for event in events if until is None or event.at <= until]
