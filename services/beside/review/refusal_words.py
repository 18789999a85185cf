"""Why a request for a review is refused, in the Chinese of forms and letters."""

from models.beside.refused_review import RefusedReview
from models.beside.review import Review
from models.clock.legal_time import beijing_date, word_day
from services.beside.review.open_review import REVIEW_TOO_LATE, REVIEW_USED
from services.casefile.standing import NOT_HIS_MATTER
from services.unit_of_work import Unit

_BECAUSE = {
    NOT_HIS_MATTER: "按在案的登记，投诉的事项不是申请人本人的事项，或者代为提出的证明不在案",
    REVIEW_TOO_LATE: "申请超过了申请复查的期限",
    REVIEW_USED: "对同一答复已经申请过复查，复查只进行一次",
}


def say_refusal(bar: str) -> str:
    """The rule in words, without a full stop."""
    return _BECAUSE[bar]


def list_days(row: RefusedReview, unit: Unit) -> list[tuple[str, str]]:
    """The days that the refusal is reckoned from, each by its name."""
    used = None if row.review_id is None else unit.session.get(Review, row.review_id)
    days = [
        ("复查期间起算", row.told_on),
        ("可以申请的最后一日", row.last_day),
        ("收到本次申请", beijing_date(row.requested_at)),
        ("此前申请复查", None if used is None else beijing_date(used.requested_at)),
        ("作出复查决定", None if used is None or used.decided_at is None else beijing_date(used.decided_at)),
    ]
    return [(name, word_day(day)) for name, day in days if day is not None]
