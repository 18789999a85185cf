"""The rights slip of a complainant (N13): what happened, what comes next, by when, and what he may do until which day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.case.lifecycle import Stage
from models.clock.legal_time import beijing_date, to_beijing
from services.views.progress import Progress
from services.views.progress_next import NextStep, find_next_step
from services.views.progress_steps import ProgressStep

# Before anything is decided on what was found.
BEFORE_THE_DECISION = frozenset({Stage.INTAKE, Stage.INVESTIGATION, Stage.DISPOSAL})
_FORMS = {
    "supplement_asked": "supplement",
    "supplement": "supplement",
    "withdraw": "withdraw",
    "rate": "rate",
} | dict.fromkeys(("review", "review_delivery"), "review")
_FROM_THE_ANSWER = frozenset({"review_later", "review_delivery"})
_MIDNIGHT = "00:00"


@dataclass(frozen=True, slots=True)
class SlipRight:
    """`code` is of the catalogue, which says what may be done and how; `last_day` None where its text says until when.

    `hour`: until which hour of that day, None for the whole day.
    """

    code: str
    last_day: date | None = None
    hour: str | None = None

    @property
    def form(self) -> str | None:
        """The form of the progress page by which it is used; None where another way is told in its text."""
        return _FORMS.get(self.code)

    @property
    def counts_from_the_answer(self) -> bool:
        """Whether its last day is counted from an answer that has not reached him yet."""
        return self.code in _FROM_THE_ANSWER


@dataclass(frozen=True, slots=True)
class RightsSlip:
    """All four parts; `rights` is never empty."""

    happened: ProgressStep
    next: NextStep
    rights: tuple[SlipRight, ...]


def write_slip(progress: Progress) -> RightsSlip:
    """The slip of the last step."""
    rights = tuple(_list_rights(progress)) or (SlipRight("new_evidence"),)
    return RightsSlip(progress.steps[-1], find_next_step(progress), rights)


def _list_rights(progress: Progress) -> Iterator[SlipRight]:
    for asked in progress.open_supplements:
        yield _until("supplement_asked", asked.until, progress)
    if not progress.is_closed:
        yield from _list_while_open(progress)
    if progress.may_rate:
        yield SlipRight("rate")
    if progress.may_review:
        ends = progress.waiting.review_until
        yield SlipRight("review_delivery") if ends is None else _until("review", ends, progress)
    elif any(line.outcome is None and not line.is_lapsed for line in progress.reviews):
        yield SlipRight("review_running")


def _list_while_open(progress: Progress) -> Iterator[SlipRight]:
    decided_by = progress.resolve_due_at or progress.acceptance_due_at
    if not progress.open_supplements:
        yield _until("supplement", find_next_step(progress).due_at, progress)
    if progress.may_withdraw:
        yield _until("withdraw", decided_by, progress)
    if progress.is_bounded or progress.stage not in BEFORE_THE_DECISION:
        return
    if progress.stage is not Stage.INTAKE:
        yield _until("object", decided_by, progress)
    yield _until("recuse", decided_by, progress)
    if not progress.may_review:
        yield SlipRight("review_later")


def _until(code: str, ends: datetime | None, progress: Progress) -> SlipRight:
    """With its last day; a day that has passed is not told, the words of the right then say until when."""
    if ends is None or ends < progress.waiting.as_of:
        return SlipRight(code)
    wall = to_beijing(ends)
    # The end of a day is written as 00:00 of the next one.
    is_whole_day = wall.strftime("%H:%M") == _MIDNIGHT
    day = beijing_date(ends - timedelta(seconds=1)) if is_whole_day else beijing_date(ends)
    return SlipRight(code, day, None if is_whole_day else wall.strftime("%H:%M"))
