"""Lives the stories on the office's clock, one event after the other, then compares."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from deploy.replay.cases import LivedCase, NoRouteYet
from deploy.replay.comparison import Difference, agreement, compare
from deploy.replay.intake_door import WEB_CHANNELS, registering_clerk, registration_fields, web_fields
from deploy.replay.office import Office, StepRefused
from deploy.replay.progress import Bookmark
from deploy.replay.quiet import NotQuiet, Quiet
from deploy.replay.report import CaseResult
from deploy.replay.samples import Story, load_expected
from deploy.replay.steps import Taker, require_route
from deploy.replay.timeline import Event, list_events

_READER = "jian.rujing"  # a supervisor: sees every file and handles none


Tell = Callable[[int, int, str], None]


def _silence(_done: int, _total: int, _event: str) -> None:
    return None


class Mover(Protocol):
    """Moves the office's clock forwards, letting all that falls due on the way happen."""

    def now(self) -> datetime:
        """The office's moment."""

    def move_to(self, goal: datetime) -> None:
        """Move to `goal`; nothing happens when it has passed."""

    @property
    def close(self) -> Callable[[], None]:
        """Let go of what it holds."""


@dataclass
class Replay:
    """One run over the stories of a file."""

    office: Office
    mover: Mover
    quiet: Quiet
    bookmark: Bookmark
    cases: dict[str, LivedCase] = field(default_factory=dict)

    def close(self) -> None:
        """End all sessions and connections."""
        self.office.close()
        self.mover.close()

    def refuse_used_office(self, stories: Sequence[Story]) -> None:
        """Raises ValueError when the office is past the first event, unless an earlier run is resumed."""
        first = min((event.at for event in list_events(stories)), default=None)
        if first is not None and self.mover.now() > first and not self.bookmark.events:
            raise ValueError(
                f"the office's clock is past the first step ({first.isoformat()}) / 时钟已过第一步"
            )

    def live(self, stories: Sequence[Story], until: datetime | None, tell: Tell = _silence) -> None:
        """Let every event up to `until` happen; a refused step stops its own complaint only."""
        for story in stories:
            known = self.bookmark.numbers.get(story.id, ("", "", ""))
            split = self.bookmark.suggested_claims.get(story.id, 0)
            self.cases[story.id] = LivedCase(story, *known, suggested_claims=split)
        events = list_events(stories, until)
        for done, event in enumerate(events, start=1):
            if self.bookmark.has(event.name):
                self._recall(event)
            else:
                self._happen(event)
                self.bookmark.add(event.name)
            tell(done, len(events), event.name)

    def _recall(self, event: Event) -> None:
        case = self.cases[event.story.id]
        if event.step is None or case.stopped_at:
            return
        case.had_first_contact = case.had_first_contact or event.step.action in (
            "first_contact",
            "accept",
            "refuse",
            "refer",
        )
        try:
            require_route(event.step, event.story)
        except NoRouteYet as missing:
            case.stopped_at = str(missing)

    def _happen(self, event: Event) -> None:
        case = self.cases[event.story.id]
        if case.stopped_at:
            return
        self.mover.move_to(event.at)
        try:
            if event.step is None:
                if not _is_registered_later(case.story):
                    self._receive(case, registering_clerk(case.story))
            elif event.step.action == "register":
                self._receive(case, event.step.actor)
            else:
                require_route(event.step, event.story)
                numbers = {name: known.number for name, known in self.cases.items()}
                Taker(self.office, self.quiet, numbers).take(case, event.step)
        except NoRouteYet as missing:
            case.stopped_at = str(missing)
        except (StepRefused, NotQuiet) as refusal:
            self.bookmark.refuse(event.name, str(refusal))

    def _receive(self, case: LivedCase, clerk: str) -> None:
        story = case.story
        if story.channel in WEB_CHANNELS:
            receipt = self.office.file({**web_fields(story), **_submission(story)})
        else:
            fields = {**registration_fields(story), **_submission(story)}
            receipt = self.office.register(clerk, fields)
        case.number, case.query_code = receipt.number, receipt.query_code
        case.complaint_id = self.office.find_case(_READER, case.number)
        case.suggested_claims = len(self._read(case)["claims"])
        self.bookmark.know(
            story.id, number=case.number, complaint_id=case.complaint_id, query_code=case.query_code
        )
        self.bookmark.know_split(story.id, case.suggested_claims)
        self.quiet.wait()

    def _read(self, case: LivedCase) -> Mapping[str, Any]:
        return self.office.read(_READER, f"/api/v1/cases/{case.complaint_id}")

    def compare(self, path: Path) -> list[CaseResult]:
        """Open the expected answers and hold the cases against them."""
        expected = load_expected(path)
        return [self._result(case, expected.get(case.story.id)) for case in self.cases.values()]

    def _result(self, case: LivedCase, expected: Mapping[str, Any] | None) -> CaseResult:
        lived = {name for name in self.bookmark.events if name.startswith(f"{case.story.id}.")}
        is_complete = not case.stopped_at and len(lived) == len(case.story.steps) + 1
        result = CaseResult(case.story.id, case.number, case.stopped_at, is_complete)
        result.differences += [
            Difference(case.story.id, "step", "taken", f"{event}: {reason}")
            for event, reason in self.bookmark.refusals.items()
            if event.startswith(f"{case.story.id}.")
        ]
        if case.complaint_id and expected is not None:
            seen = self._read(case)
            result.differences += compare(case.story.id, expected, seen, is_complete)
            result.agreement = agreement(expected, seen, case.suggested_claims)
            result.rungs = [
                f"{clock['kind']} {told['rung']} {told['announced_at']}"
                for clock in seen["clocks"]
                for told in clock["announced"]
            ]
        return result


def _is_registered_later(story: Story) -> bool:
    return any(step.action == "register" for step in story.steps)


def _submission(story: Story) -> dict[str, str]:
    # The same story is the same submission, so a filing whose end was not noted is not done twice.
    return {"submission_id": uuid.uuid5(uuid.NAMESPACE_URL, f"replay:{story.id}").hex}
