"""复查不予受理告知书: that a request for a review is refused, by which rule, reckoned from which days, and what is left."""

from collections.abc import Sequence

from models.beside.refused_review import RefusedReview
from models.case.complaint import Complaint
from models.clock.legal_time import word_moment
from services.beside.review.open_review import REVIEW_TOO_LATE
from services.beside.review.refusal_words import list_days, say_refusal
from services.clocks.time_limits import get_policy_by_key
from services.clocks.told_window import REVIEW_REQUEST_KEY, told_review_window
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.row_subjects import RowsToldOf, list_row_subjects
from services.ports.press import Facts, Heading
from services.unit_of_work import Unit

_TEXTS = {
    "opening": (
        "您于{申请时间}对投诉（编号{投诉编号}）的答复申请复查。经审查，{不予受理的理由}，我中心不予受理该复查申请，现予告知。"
    ),
    "remedies": (
        "您有新的事实或者证据的，可以再次投诉。对所投诉的行政行为不服的，可以依法申请行政复议或者提起行政诉讼；"
        "也可以向信访工作机构反映。对本告知书有疑问的，可以按上列电话、地址向我中心询问。"
    ),
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return list_row_subjects(RowsToldOf.REFUSED_REVIEWS, complaint, unit)


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    row = unit.session.get_one(RefusedReview, subject)
    return (
        wording.say(
            "opening",
            申请时间=word_moment(row.requested_at),
            投诉编号=complaint.number,
            不予受理的理由=say_refusal(row.bar),
        ),
        Heading("日期的计算"),
        Facts((*list_days(row, unit), *_list_rule(row, unit))),
        wording.say("remedies", "救济途径"),
    )


def _list_rule(row: RefusedReview, unit: Unit) -> list[tuple[str, str]]:
    """How long one may ask, and what the office has that rest on: of the register of limits, as it was on the day."""
    if row.bar != REVIEW_TOO_LATE or row.told_on is None:
        return []
    policy = get_policy_by_key(unit.session, REVIEW_REQUEST_KEY, None, row.told_on)
    return [("申请复查的期间", told_review_window(row.told_on, unit)), ("依据", policy.basis)]


REVIEW_REFUSAL = LetterKind("review_refusal", "复查不予受理告知书", "复不告", _TEXTS, _list_subjects, _write)
