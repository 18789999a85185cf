"""What a complainant sees with number and query code: his own words, each step with its date, what became of each
matter, everything he was told or asked for, the answer.

Built from the case's own facts; it holds no name of staff, no respondent, no identity.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from models.case.complaint import Complaint
from models.case.interim_answer import InterimAnswer
from models.case.lifecycle import ClockKind, Outcome, Stage
from models.ground.codes import MatterDecision
from services.access.case_by_code import find_case_by_code
from services.actor import Actor
from services.answer.rate import may_rate
from services.beside.review.open_review import why_no_review
from services.casefile.interim_lines import list_interim_answers
from services.casefile.standing import is_bounded
from services.clocks.list_clocks import list_clocks
from services.identity.own_mark import has_own_mark
from services.unit_of_work import Unit, UnitOfWork
from services.views.case_clocks import CountedClock, count_clocks
from services.views.date_moves import DateMove, list_date_moves
from services.views.progress_answer import (
    AnswerLine,
    PublishedAnswer,
    find_published_answer,
    list_answer_lines,
    list_decided_lines,
)
from services.views.progress_bar import list_bar
from services.views.progress_bounded import (
    BOUNDED_STEPS,
    HIDDEN_STAGES,
    IN_HAND,
    bound_answer,
    bound_line,
)
from services.views.progress_cut import cut_answer, cut_lines
from services.views.progress_identity import IdentityLine, list_identity_lines
from services.views.progress_letters import LetterLine, list_letter_lines
from services.views.progress_merged import LeadingCase, list_leading_cases
from services.views.progress_own import OwnPart, read_own_part
from services.views.progress_refused_reviews import (
    RefusedReviewLine,
    bound_refused,
    find_refusal_to_ask,
    list_refused_lines,
)
from services.views.progress_requests import (
    AskedSupplement,
    ExtensionLine,
    OpenSupplement,
    ReferralLine,
    WithdrawalLine,
    find_withdrawal_state,
    list_asked_supplements,
    list_open_supplements,
    list_referral_lines,
    list_told_extensions,
    list_withdrawal_lines,
    may_withdraw,
)
from services.views.progress_reviews import ReviewLine, list_review_lines
from services.views.progress_split import OtherFile, list_other_files
from services.views.progress_steps import ProgressStep, list_steps
from services.views.progress_waiting import Waiting, find_waiting
from services.views.progress_words import OwnWords, SentSupplement, list_sent_supplements, tell_own_words
from services.views.told_dates import find_told_dates
from services.views.way_step import WayStep

__all__ = ["AnswerLine", "FindProgress", "Progress", "ProgressStep", "PublishedAnswer", "find_progress"]


# The return visit and what units owe are no dates of his.
TOLD_LIMITS = (ClockKind.ACCEPTANCE, ClockKind.RESOLVE, ClockKind.FEEDBACK)


@dataclass(frozen=True, slots=True)
class FindProgress:
    """What was typed."""

    number: str
    query_code: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the complaint stands.

    `merged_into` is the number of the case that goes on with the matter, `merged_due_at` its own limit; `leading_cases` are
    all that answer for something of this one, with their answers. `counted` are his limits with every counted and skipped day.
    """

    complaint_id: str
    number: str
    stage: Stage
    outcome: Outcome | None
    received_at: datetime
    acceptance_due_at: datetime | None
    resolve_due_at: datetime | None
    steps: tuple[ProgressStep, ...]
    refused_matters: tuple[AnswerLine, ...]
    answer: PublishedAnswer | None
    words: OwnWords
    waiting: Waiting
    answer_due_at: datetime | None = None
    interim_answers: tuple[InterimAnswer, ...] = ()
    matters: tuple[AnswerLine, ...] = ()
    asked_supplements: tuple[AskedSupplement, ...] = ()
    sent_supplements: tuple[SentSupplement, ...] = ()
    withdrawals: tuple[WithdrawalLine, ...] = ()
    reviews: tuple[ReviewLine, ...] = ()
    refused_reviews: tuple[RefusedReviewLine, ...] = ()
    open_supplements: tuple[OpenSupplement, ...] = ()
    extensions: tuple[ExtensionLine, ...] = ()
    referrals: tuple[ReferralLine, ...] = ()
    identity_lines: tuple[IdentityLine, ...] = ()
    withdrawal_state: str | None = None
    merged_into: str | None = None
    merged_due_at: datetime | None = None
    leading_cases: tuple[LeadingCase, ...] = ()
    other_files: tuple[OtherFile, ...] = ()
    date_moves: tuple[DateMove, ...] = ()
    counted: tuple[CountedClock, ...] = ()
    may_withdraw: bool = False
    may_rate: bool = False
    may_review: bool = False
    # The rule by which a review that he asks for now is refused; he may ask all the same, and is answered in writing.
    review_refusal: str | None = None
    # Whether it is another's matter: then it holds no finding, no decision on what was found and no measure.
    is_bounded: bool = False
    # Whether he filed something by which he can prove himself once more.
    may_prove: bool = False
    own: OwnPart | None = None
    letters: tuple[LetterLine, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether the answer of this round is there."""
        return self.answer is not None and self.answer.is_of_this_round

    @property
    def bar(self) -> tuple[WayStep, ...]:
        """The way of this complaint and how far it has come."""
        is_answered = self.is_answered
        return list_bar(self.stage, self.steps, is_answered=is_answered, is_bounded=self.is_bounded)

    @property
    def is_answer_changed(self) -> bool:
        """Whether a review has changed what the answer of this round says."""
        return self.is_answered and any(line.matters or line.claims for line in self.reviews)

    @property
    def is_closed(self) -> bool:
        """True once the file is archived."""
        return self.stage is Stage.ARCHIVED


def find_progress(
    command: FindProgress,
    unit_of_work: UnitOfWork,
    actor: Actor,
    has_proved: Callable[[str], bool] = lambda complaint_id: False,
) -> Progress | None:
    """The progress, or None for a wrong number or code alike; RuleRefused("RATE_LIMITED") per address and number.

    With its own part for whom `has_proved` says of the case's id that he gave one more proof.
    """
    complaint_id = find_case_by_code(command.number, command.query_code, unit_of_work, actor)
    if complaint_id is None:
        return None
    with unit_of_work.reading() as unit:
        complaint = unit.session.get_one(Complaint, complaint_id)
        own = read_own_part(complaint, unit) if has_proved(complaint.id) else None
        whole = _add_reviews(_tell(complaint, unit), complaint, unit)
        told = replace(whole, may_prove=has_own_mark(complaint.id, unit), own=own)
        return _bound(told, complaint, unit) if is_bounded(complaint_id, unit) else told


def _tell(complaint: Complaint, unit: Unit) -> Progress:
    lines = cut_lines(list_answer_lines(complaint, unit), complaint.id, unit)
    dates = find_told_dates(complaint, unit)
    leading = list_leading_cases(complaint, unit)
    return Progress(
        complaint_id=complaint.id,
        number=complaint.number,
        stage=complaint.stage,
        outcome=complaint.outcome,
        received_at=complaint.received_at,
        acceptance_due_at=_find_due(complaint.id, ClockKind.ACCEPTANCE, unit),
        resolve_due_at=dates.resolve_due_at,
        answer_due_at=dates.answer_due_at,
        interim_answers=tuple(list_interim_answers(complaint.id, unit)),
        steps=_with_answers(list_steps(complaint, unit), leading),
        refused_matters=tuple(line for line in lines if line.decision is MatterDecision.REFUSE),
        answer=cut_answer(find_published_answer(complaint, unit), complaint.id, unit),
        words=tell_own_words(complaint, unit),
        waiting=find_waiting(complaint, unit),
        matters=list_decided_lines(lines),
        asked_supplements=list_asked_supplements(complaint, unit),
        sent_supplements=list_sent_supplements(complaint, unit),
        withdrawals=list_withdrawal_lines(complaint, unit),
        open_supplements=list_open_supplements(complaint, unit),
        extensions=list_told_extensions(complaint, unit),
        referrals=list_referral_lines(complaint, unit),
        identity_lines=list_identity_lines(complaint, unit),
        withdrawal_state=find_withdrawal_state(complaint, unit),
        merged_into=leading[0].number if leading else complaint.merged_into,
        merged_due_at=leading[0].due_at if leading else None,
        leading_cases=leading,
        other_files=list_other_files(complaint, unit),
        date_moves=list_date_moves(complaint, unit),
        counted=_list_counted(complaint, unit),
        may_withdraw=may_withdraw(complaint, unit),
        may_rate=may_rate(complaint, unit),
        letters=list_letter_lines(complaint, unit),
    )


def _add_reviews(told: Progress, complaint: Complaint, unit: Unit) -> Progress:
    return replace(
        told,
        reviews=list_review_lines(complaint, unit),
        refused_reviews=list_refused_lines(complaint, unit),
        may_review=why_no_review(complaint, unit) is None,
        review_refusal=find_refusal_to_ask(complaint, unit),
    )


def _bound(told: Progress, complaint: Complaint, unit: Unit) -> Progress:
    """Received, accepted or not, concluded; his own words, what is asked of him and what he sent."""
    stage = IN_HAND if told.stage in HIDDEN_STAGES else told.stage
    return replace(
        told,
        stage=stage,
        answer_due_at=None,
        interim_answers=(),
        steps=tuple(step for step in told.steps if step.code in BOUNDED_STEPS),
        refused_matters=tuple(map(bound_line, told.refused_matters)),
        answer=bound_answer(told.answer, complaint, unit),
        matters=tuple(map(bound_line, told.matters)),
        reviews=told.reviews if complaint.outcome is Outcome.REFUSED else (),
        refused_reviews=bound_refused(told.refused_reviews, complaint),
        extensions=(),
        leading_cases=tuple(replace(case, answer=None) for case in told.leading_cases),
        date_moves=(),
        counted=(),
        letters=tuple(line for line in told.letters if not line.is_for_concerned),
        is_bounded=True,
    )


def _list_counted(complaint: Complaint, unit: Unit) -> tuple[CountedClock, ...]:
    """The limits of this round that are told to the complainant, each with all that makes its date."""
    told = [clock for clock in list_clocks(complaint.id, unit) if clock.kind in TOLD_LIMITS]
    return tuple(count_clocks([clock for clock in told if clock.round == complaint.round], unit))


def _with_answers(
    steps: tuple[ProgressStep, ...], leading: tuple[LeadingCase, ...]
) -> tuple[ProgressStep, ...]:
    """The steps, and when the cases that answer for this one were answered."""
    answered = [
        ProgressStep("ANSWERED_TOGETHER", case.answer.published_at)
        for case in leading
        if case.answer is not None
    ]
    return tuple(sorted((*steps, *answered), key=lambda step: step.at))


def _find_due(complaint_id: str, kind: ClockKind, unit: Unit) -> datetime | None:
    found = [clock for clock in list_clocks(complaint_id, unit) if clock.kind is kind]
    return max(found, key=lambda clock: (clock.round, clock.opened_at)).due_at if found else None
