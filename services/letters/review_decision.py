"""复查意见书: what the review of an answer decided and why, what it changed, and what is left after it."""

from collections.abc import Iterator, Sequence

from models.beside.review import Review
from models.case.complaint import Complaint
from models.clock.legal_time import word_moment
from models.ground.codes import RequestedSide, ReviewOutcome
from models.ground.letter_codes import LetterReaders
from services.answer.answer_wording import ADOPTIONS
from services.casefile.found_words import FINDINGS
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.request_letters import get_request, list_requests
from services.ports.press import Facts, Grid, Heading
from services.unit_of_work import Unit
from services.views.progress_reviews import ChangedMatter, ReviewLine, list_review_lines

_TEXTS = {
    "opening": "您于{申请时间}对投诉（编号{投诉编号}）的答复申请复查，现已复查完毕，意见如下。",
    # What the opinion itself rests on stands in its reasons.
    "basis": "参照《信访工作条例》第三十五条。",
    "reasons": "{复查理由}",
    "end": "{后续}",
    # What `end` tells of, by how the review ends.
    "final": "本意见作出后，我中心不再受理同一事项的复查申请；有新的事实和证据的，可以再次投诉。",
    "anew": "本件重新办理，办理结果另行答复您。",
    "remedies": "对所投诉的行政行为不服的，可以依法申请行政复议或者提起行政诉讼；也可以向信访工作机构反映。",
}
_OUTCOMES = {
    ReviewOutcome.UPHELD: "维持原答复",
    ReviewOutcome.CHANGED: "变更原答复",
    ReviewOutcome.REOPENED: "撤销原答复，重新办理",
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    rows = list_requests(Review, complaint, unit)
    return [row.id for row in rows if row.outcome and row.requested_side is RequestedSide.COMPLAINANT]


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    row = get_request(Review, subject, unit)
    line = _find_line(row, complaint, unit)
    outcome = _OUTCOMES[line.outcome] if line.outcome else ""
    pieces: list[Piece] = [
        wording.say("opening", 申请时间=word_moment(row.requested_at), 投诉编号=complaint.number),
        Facts((("复查意见", outcome),)),
        wording.say("basis", "复查的依据"),
        wording.say("reasons", "理由", 复查理由=line.reasons or ""),
    ]
    if line.matters:
        rows = tuple((str(changed.no), changed.text, *_words_of(changed)) for changed in line.matters)
        pieces += [Heading("变更的内容"), Grid(("事项", "内容", "原来", "现在"), rows, (1, 5, 2, 2))]
    ending = wording.fill("final" if line.is_final else "anew")
    pieces.append(wording.say("end", "后续", 后续=ending))
    # What is handled anew is answered anew, with its own remedies.
    if line.is_final:
        pieces.append(wording.say("remedies", "救济途径"))
    return pieces


def _find_line(row: Review, complaint: Complaint, unit: Unit) -> ReviewLine:
    """As the progress page tells it: they stand in one order."""
    rows = list_requests(Review, complaint, unit)
    return list_review_lines(complaint, unit)[[one.id for one in rows].index(row.id)]


def _words_of(changed: ChangedMatter) -> Iterator[str]:
    for finding, adoption in (
        (changed.first_finding, changed.first_adoption),
        (changed.finding, changed.adoption),
    ):
        yield FINDINGS[finding] if finding else ADOPTIONS[adoption] if adoption else "–"


REVIEW_DECISION = LetterKind(
    "review_decision", "复查意见书", "查", _TEXTS, _list_subjects, _write, LetterReaders.CONCERNED
)
