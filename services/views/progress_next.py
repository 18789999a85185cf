"""What the office does next for a complainant, and by when; nobody waits without a date."""

from dataclasses import dataclass
from datetime import datetime

from models.case.lifecycle import Stage
from services.views.progress import Progress

_BEFORE_THE_ANSWER = frozenset({Stage.INTAKE, Stage.INVESTIGATION, Stage.DISPOSAL, Stage.FEEDBACK})


@dataclass(frozen=True, slots=True)
class NextStep:
    """`code` is of the catalogue; `due_at` None only where nothing is waited for. `is_over`: the date has passed."""

    code: str
    due_at: datetime | None
    is_over: bool


def find_next_step(progress: Progress) -> NextStep:
    """By where the complaint stands."""
    code, due_at = _find(progress)
    return NextStep(code, due_at, due_at is not None and due_at < progress.waiting.as_of)


def find_handled_until(progress: Progress) -> tuple[datetime, datetime] | None:
    """Both dates while the case is handled: the decision is not yet the answer, and the complainant waits for the latter."""
    told = progress.resolve_due_at, progress.answer_due_at
    if (
        progress.is_bounded
        or progress.stage not in (Stage.INVESTIGATION, Stage.DISPOSAL)
        or progress.open_supplements
    ):
        return None
    return (told[0], told[1]) if told[0] is not None and told[1] is not None else None


def _find(progress: Progress) -> tuple[str, datetime | None]:
    if progress.is_closed:
        return _find_after_the_end(progress)
    if progress.open_supplements:
        return "supplement", progress.open_supplements[0].until
    if progress.merged_into and progress.stage in (Stage.FEEDBACK, Stage.RETURN_VISIT):
        return _find_of_leading(progress)
    if progress.stage is Stage.REFERRAL:
        return "referral", progress.waiting.referral_due_at or progress.answer_due_at
    if progress.stage in _BEFORE_THE_ANSWER and not (
        progress.stage is Stage.FEEDBACK and progress.is_answered
    ):
        return _find_before_the_answer(progress)
    return _find_after_the_answer(progress)


def _find_after_the_answer(progress: Progress) -> tuple[str, datetime | None]:
    if progress.waiting.sending_due_at is not None:
        return "answer_to_send", progress.waiting.sending_due_at
    return "return_visit", progress.waiting.visit_due_at or progress.answer_due_at


def _find_before_the_answer(progress: Progress) -> tuple[str, datetime | None]:
    if progress.stage is Stage.INTAKE:
        return "intake", progress.acceptance_due_at
    if progress.stage is Stage.FEEDBACK:
        return "feedback", progress.answer_due_at
    return "bounded" if progress.is_bounded else progress.stage.value, progress.resolve_due_at


def _find_after_the_end(progress: Progress) -> tuple[str, datetime | None]:
    if progress.waiting.review_due_at is not None and not progress.is_bounded:
        return "review", progress.waiting.review_due_at
    return _find_of_leading(progress) if progress.merged_into else ("archived", None)


def _find_of_leading(progress: Progress) -> tuple[str, datetime | None]:
    """Of the cases that go on with his matters."""
    is_answered = all(case.answer is not None for case in progress.leading_cases)
    return ("merged_answered", None) if is_answered else ("merged", progress.merged_due_at)
