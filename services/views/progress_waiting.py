"""What a complainant waits for beside the limits of the case itself: who has it, by when it comes, until when he may ask."""

from dataclasses import dataclass
from datetime import datetime

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.clock.legal_time import beijing_date
from services.beside.review.open_review import find_last_review_moment
from services.casefile.answer_sendings import awaits_sending
from services.clocks.list_clocks import list_running
from services.clocks.time_limits import get_policy_by_key
from services.clocks.told_window import REVIEW_REQUEST_KEY
from services.unit_of_work import Unit
from services.views.progress_holder import Holder, find_holder
from services.views.progress_reviews import find_running_review

OF_REFERRALS = (ClockKind.REFERRAL_SIGN_OFF, ClockKind.REFERRAL_ARBITRATION, ClockKind.REFERRAL_RESULT)


@dataclass(frozen=True, slots=True)
class Waiting:
    """As of a moment. `review_until` ends the last day of asking for a review; `review_amount` in `review_unit` (wd, cd) is
    how long that is. The others are by when the authority outside, the return visit, the review under way and the sending of an
    answer that waits for the post or in the hall are due.
    """

    as_of: datetime
    holder: Holder
    review_until: datetime | None
    review_amount: int
    review_unit: str
    referral_due_at: datetime | None = None
    visit_due_at: datetime | None = None
    review_due_at: datetime | None = None
    sending_due_at: datetime | None = None


def find_waiting(complaint: Complaint, unit: Unit) -> Waiting:
    """Of the present round."""
    review = find_running_review(complaint, unit)
    clock = unit.session.get(Clock, review.own_clock_id) if review and review.own_clock_id else None
    policy = get_policy_by_key(unit.session, REVIEW_REQUEST_KEY, None, beijing_date(unit.clock.now()))
    return Waiting(
        as_of=unit.clock.now(),
        holder=find_holder(complaint, unit),
        review_until=find_last_review_moment(complaint, unit),
        review_amount=policy.amount,
        review_unit=policy.unit,
        referral_due_at=_find_running(complaint, OF_REFERRALS, unit),
        visit_due_at=_find_running(complaint, (ClockKind.RETURN_VISIT,), unit),
        review_due_at=None if clock is None else clock.due_at,
        sending_due_at=_find_running(complaint, (ClockKind.FEEDBACK,), unit)
        if awaits_sending(complaint, unit)
        else None,
    )


def _find_running(complaint: Complaint, kinds: tuple[ClockKind, ...], unit: Unit) -> datetime | None:
    """The nearest date of the clocks that run."""
    return next((clock.due_at for clock in list_running(complaint.id, kinds, unit)), None)
