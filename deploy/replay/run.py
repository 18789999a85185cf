"""Lives the stories on the office's clock, one event after the other, then compares."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from deploy.replay.answered_elsewhere import list_unanswered
from deploy.replay.apart import (
    SECOND,
    find_second,
    first_part,
    goes_on_in_two,
    join_files,
    list_left_alone,
    list_split_differences,
    second_part,
    second_story,
)
from deploy.replay.arrivals.arrive import arrive
from deploy.replay.cases import LivedCase, NoRouteYet, NotExpressible
from deploy.replay.comparison import compare, compare_second
from deploy.replay.expressible import require_route
from deploy.replay.intake_door import CHANNELS, registering_clerk
from deploy.replay.judging.agreement import agreement
from deploy.replay.judging.judged import Difference, Judged
from deploy.replay.judging.open_work import list_open_work
from deploy.replay.letters import freeze_letters, list_unwritten
from deploy.replay.mail_proofs import enter_proofs, list_told
from deploy.replay.mail_room import is_served_by_post, post_letters
from deploy.replay.must_not import Looked, Predicates, list_broken, list_unchecked
from deploy.replay.office import READER, Office
from deploy.replay.page_reading import StepRefused
from deploy.replay.progress import Bookmark
from deploy.replay.quiet import NotQuiet, Quiet
from deploy.replay.report import CaseResult
from deploy.replay.samples import Step, Story, load_expected
from deploy.replay.steps import Taker
from deploy.replay.timeline import Event, list_events

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
    """One run over the stories of a file.

    `variables` reads what the engine holds of all cases; `predicates` look whether what must never happen did.
    """

    office: Office
    mover: Mover
    quiet: Quiet
    bookmark: Bookmark
    variables: Callable[[], str] = str
    predicates: Predicates = field(default_factory=dict)
    cases: dict[str, LivedCase] = field(default_factory=dict)
    # By story, the files taken out of theirs that the steps speak of too.
    seconds: dict[str, LivedCase] = field(default_factory=dict)
    opened_mail_on: date | None = None

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
            split = self.bookmark.splits.get(story.id, (0, 0))
            offers = list(self.bookmark.offers.get(story.id, ()))
            views = list(self.bookmark.views.get(story.id, ()))
            self.cases[story.id] = LivedCase(story, *known, suggested=split, offers=offers, views=views)
            if taken_out := self.bookmark.numbers.get(story.id + SECOND):
                self.seconds[story.id] = LivedCase(second_story(story), *taken_out)
        events = list_events(stories, until)
        for done, event in enumerate(events, start=1):
            if self.bookmark.has(event.name):
                self._recall(event)
            else:
                self._happen(event)
                self.bookmark.add(event.name)
            tell(done, len(events), event.name)
        if until is None:
            # What the office itself opened since their last steps, as the supervision of a limit that was missed.
            for case in self.cases.values():
                self._write_letters(case, None)

    def _recall(self, event: Event) -> None:
        case = self.cases[event.story.id]
        if event.step is None or case.is_stopped:
            return
        case.had_first_contact = case.had_first_contact or event.step.action in (
            "first_contact",
            "accept",
            "refuse",
            "refer",
        )
        _stop_without_route(case, event.step)

    def _happen(self, event: Event) -> None:
        case = self.cases[event.story.id]
        _stop_without_route(case, event.step)
        if case.is_stopped:
            return
        self.mover.move_to(event.at)
        try:
            self._open_mail(event.at.date())
            if event.step is None:
                if not _is_registered_later(case.story):
                    self._receive(case, registering_clerk(case.story))
            elif event.step.action == "register":
                self._receive(case, event.step.actor)
            else:
                numbers = {name: known.number for name, known in self.cases.items()}
                self._take(case, event.step, numbers)
            self._write_letters(case, event.step)
        except (StepRefused, NotQuiet) as refusal:
            self.bookmark.refuse(event.name, str(refusal))

    def _write_letters(self, case: LivedCase, step: Step | None) -> None:
        for file in (case, self.seconds.get(case.story.id)):
            if file is None or not file.number:
                continue
            changed = freeze_letters(self.office, file, step)
            if is_served_by_post(file) and (changed or (step is not None and step.no == 1)):
                changed += post_letters(self.office, file, step, step.actor if step is not None else READER)
            if changed:
                self.quiet.wait()

    def _open_mail(self, today: date) -> None:
        """Once a day: the proofs that the post brings."""
        if today == self.opened_mail_on:
            return
        self.opened_mail_on = today
        if enter_proofs(self.office, today, list_told(case.story for case in self.cases.values())):
            self.quiet.wait()

    def _take(self, case: LivedCase, step: Step, numbers: Mapping[str, str]) -> None:
        known = len(case.offers), len(case.views)
        try:
            Taker(self.office, self.quiet, numbers).take(case, first_part(step, case.story))
            self._take_second(case, step, numbers)
        finally:
            if (len(case.offers), len(case.views)) != known:
                self.bookmark.know_looks(case.story.id, case.offers, case.views)

    def _take_second(self, case: LivedCase, step: Step, numbers: Mapping[str, str]) -> None:
        """The same step in the file that was taken out, where the story speaks of both."""
        if step.data.get("split") and goes_on_in_two(case.story):
            taken_out = find_second(case, self.office)
            if taken_out is None:
                raise StepRefused("the complainant reads of no second file")
            number, complaint_id, code = taken_out
            self.seconds[case.story.id] = LivedCase(second_story(case.story), *taken_out)
            self.bookmark.know(
                case.story.id + SECOND, number=number, complaint_id=complaint_id, query_code=code
            )
        second = self.seconds.get(case.story.id)
        if second is not None:
            known = len(second.views)
            Taker(self.office, self.quiet, numbers).take(second, second_part(step, case.story))
            case.views += second.views[known:]

    def _receive(self, case: LivedCase, clerk: str) -> None:
        story = case.story
        receipt = arrive(self.office, story, clerk)
        case.number, case.query_code = receipt.number, receipt.query_code
        case.complaint_id = self.office.find_case(READER, case.number)
        split = self._read(case)
        case.suggested = (len(split["matters"]), len(split.get("claims", ())))
        self.bookmark.know(
            story.id, number=case.number, complaint_id=case.complaint_id, query_code=case.query_code
        )
        self.bookmark.know_split(story.id, *case.suggested)
        self.quiet.wait()

    def _read(self, case: LivedCase) -> Mapping[str, Any]:
        return self.office.read(READER, f"/api/v1/cases/{case.complaint_id}")

    def compare(self, path: Path) -> list[CaseResult]:
        """Open the expected answers and hold the cases against them."""
        expected, variables = load_expected(path), self.variables()
        return [self._result(case, expected.get(case.story.id), variables) for case in self.cases.values()]

    def _result(self, case: LivedCase, expected: Mapping[str, Any] | None, variables: str) -> CaseResult:
        lived = {name for name in self.bookmark.events if name.startswith(f"{case.story.id}.")}
        is_complete = not case.is_stopped and len(lived) == len(case.story.steps) + 1
        result = CaseResult(case.story.id, case.number, case.stopped_at, is_complete)
        if case.not_expressible:
            result.differences.append(
                Difference(case.story.id, "not expressible", "understood", case.not_expressible)
            )
        result.differences += [
            Difference(case.story.id, "step", "taken", f"{event}: {reason}")
            for event, reason in self.bookmark.refusals.items()
            if event.startswith(f"{case.story.id}.")
        ]
        if case.complaint_id and expected is not None:
            seen = self._read(case)
            own, second = seen, self.seconds.get(case.story.id)
            if second is not None:
                taken_out = self._judged(second, expected, self._read(second))
                result.differences += compare_second(replace(taken_out, is_complete=is_complete))
                seen = join_files(own, taken_out.case)
            judged = replace(self._judged(case, expected, seen), is_complete=is_complete, variables=variables)
            result.differences += compare(judged)
            if is_complete:
                looked = Looked(judged, self.office, case.complaint_id, case.query_code)
                result.differences += list_broken(looked, self.predicates)
                result.differences += list_split_differences(case, own, self.office)
                result.differences += list_unanswered(case, expected["expected"], self.cases, self.office)
                result.differences += list_unwritten(case, self.office)
            result.unchecked = list_unchecked(judged, self.predicates)
            result.agreement = agreement(judged, *case.suggested)
            if is_complete:
                result.still_open = [*list_open_work(seen), *list_left_alone(own, self.office)]
            result.rungs = [
                f"{clock['kind']} {told['rung']} {told['announced_at']}"
                for clock in seen["clocks"]
                for told in clock["announced"]
            ]
        return result

    def _judged(self, case: LivedCase, expected: Mapping[str, Any], seen: Mapping[str, Any]) -> Judged:
        return Judged(
            case.story,
            expected["expected"],
            expected["story_clock"],
            seen,
            numbers={name: known.number for name, known in self.cases.items()},
            offers=tuple(case.offers),
            views=tuple(case.views),
        )


def _stop_without_route(case: LivedCase, step: Step | None) -> None:
    """Lets a story end before a step that the office cannot take, or that nobody understands."""
    try:
        if step is None and case.story.channel not in CHANNELS:
            raise NotExpressible(f"0 channel {case.story.channel}")
        if step is not None and not case.is_stopped:
            require_route(step, case.story)
    except NoRouteYet as missing:
        case.stopped_at = str(missing)
    except NotExpressible as missing:
        case.not_expressible = str(missing)


def _is_registered_later(story: Story) -> bool:
    return any(step.action == "register" for step in story.steps)
