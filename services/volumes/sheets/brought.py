"""其他文书送达情况: how each letter, interim answer and review left, with its number, its return and the proof of its delivery.

The sendings of an answer stand in a sheet of their own; of those that were handed over in the hall stands here what was shown.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select

from models.beside.review import Review
from models.beside.review_sending import ReviewSending
from models.case.complaint import Complaint
from models.case.interim_answer import InterimAnswer
from models.case.interim_sending import InterimSending
from models.case.letter import CaseLetter
from models.case.letter_delivery import LetterDelivery
from models.clock.legal_time import beijing_date, word_day, word_moment
from models.ground.delivery_codes import DeliveryPurpose, IdentityDocument
from models.ground.ways import Way
from services.casefile.wished_way import NAMES
from services.letters.list_letters import tell_frozen
from services.ports.press import Grid
from services.volumes.part import FilePart, Place, Scene, Sheet

_COLUMNS = ("文书", "送出时间", "方式", "邮件号码", "收件人", "承办人", "结果及凭证")
_WIDTHS = (9, 8, 7, 8, 6, 6, 14)
_HIMSELF = "投诉人"
_NAMES = {
    DeliveryPurpose.RECEIPT: "登记回执",
    DeliveryPurpose.ANSWER: "答复书",
    DeliveryPurpose.INTERIM: "先行答复书",
    DeliveryPurpose.REVIEW: "复查意见书",
    DeliveryPurpose.VISIT: "书面回访",
}
_SHOWN = {
    IdentityDocument.ID_CARD: "居民身份证",
    IdentityDocument.RESIDENCE_PERMIT: "居住证、港澳台居民居住证",
    IdentityDocument.PASSPORT: "护照",
    IdentityDocument.DRIVING_LICENCE: "机动车驾驶证",
    IdentityDocument.SOCIAL_SECURITY_CARD: "社会保障卡",
    IdentityDocument.BUSINESS_LICENCE: "营业执照（单位）",
}


@dataclass(frozen=True, slots=True)
class _Line:
    """One time that something left; `at` orders them."""

    at: datetime
    name: str
    ways: str
    mail_no: str
    to: str
    by: str
    fate: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """As the sheet has it."""
        told = (self.name, word_moment(self.at), self.ways, self.mail_no, self.to, self.by)
        return (*told, "\n".join(filter(None, self.fate)))


def list_brought(scene: Scene) -> Iterator[FilePart]:
    """One sheet, where anything but an answer left, or something was handed over in the hall."""
    is_its = and_(CaseLetter.id == LetterDelivery.subject, CaseLetter.frozen_at.is_not(None))
    asked = select(LetterDelivery, CaseLetter).outerjoin(CaseLetter, is_its)
    case = LetterDelivery.complaint_id == scene.complaint.id
    rows = [(row, letter) for row, letter in scene.unit.session.execute(asked.where(case))]
    sendings = _list_sendings([row for row, _ in rows], scene)
    lines = sorted((*sendings, *_list_letters(rows, scene)), key=lambda line: line.at)
    if not lines:
        return
    sheet = Sheet((Grid(_COLUMNS, tuple(line.words for line in lines), _WIDTHS),))
    dated = beijing_date(lines[-1].at)
    yield FilePart(Place.DELIVERY, "brought", "其他文书送达情况", "", lines[-1].by, dated, sheet)


def _list_sendings(rows: Iterable[LetterDelivery], scene: Scene) -> Iterator[_Line]:
    """Of interim answers and reviews, with what was shown where one was handed over."""
    in_hall = {row.sending_id: row for row in rows if row.sending_id is not None}
    for sending, (purpose, number) in _find_sendings(scene).items():
        yield _Line(
            at=sending.sent_at,
            name=f"{_NAMES[purpose]}（第{number}次）",
            ways="、".join(NAMES[Way(way)] for way in sending.ways if way in set(Way)),
            mail_no=sending.mail_no or "",
            to=_HIMSELF,
            by=scene.name(sending.sent_by),
            fate=(
                *_fate_of(sending),
                _shown_of(in_hall.get(sending.id)),
                f"未按所求方式的原因：{sending.other_way_reason}" if sending.other_way_reason else "",
            ),
        )


def _find_sendings(scene: Scene) -> Mapping[InterimSending | ReviewSending, tuple[DeliveryPurpose, int]]:
    """Each with what it is of and its number; there are few of either kind, so both are asked for at once."""
    asked = (
        select(InterimSending, InterimAnswer.no, ReviewSending, Review.no)
        .select_from(Complaint)
        .outerjoin(InterimSending, InterimSending.complaint_id == Complaint.id)
        .outerjoin(InterimAnswer, InterimAnswer.id == InterimSending.interim_answer_id)
        .outerjoin(ReviewSending, ReviewSending.complaint_id == Complaint.id)
        .outerjoin(Review, Review.id == ReviewSending.review_id)
        .where(Complaint.id == scene.complaint.id)
    )
    found: dict[InterimSending | ReviewSending, tuple[DeliveryPurpose, int]] = {}
    for interim, interim_no, review, review_no in scene.unit.session.execute(asked):
        if interim is not None:
            found[interim] = (DeliveryPurpose.INTERIM, interim_no)
        if review is not None:
            found[review] = (DeliveryPurpose.REVIEW, review_no)
    return found


def _list_letters(rows: Iterable[tuple[LetterDelivery, CaseLetter | None]], scene: Scene) -> Iterator[_Line]:
    """Of letters that go by themselves, and of an answer that was handed over what was shown."""
    for row, letter in rows:
        is_letter = not row.purpose.is_sending and row.sent_at is not None
        is_answer_in_hall = row.purpose is DeliveryPurpose.ANSWER and row.identity_document is not None
        if is_letter or is_answer_in_hall:
            yield _Line(
                at=row.sent_at or row.made_at,
                name=_name(row, letter, scene),
                ways=NAMES[row.way],
                mail_no=row.mail_no or "",
                to=row.to_name or _HIMSELF,
                by=scene.name(row.sent_by or row.made_by or ""),
                fate=(*_fate_of(row), _shown_of(row)),
            )


def _name(row: LetterDelivery, letter: CaseLetter | None, scene: Scene) -> str:
    if letter is None:
        return _NAMES.get(row.purpose, "")
    told = tell_frozen(letter, scene.complaint)
    return f"{told.title}\n{told.number}"


def _fate_of(row: InterimSending | ReviewSending | LetterDelivery) -> tuple[str, str]:
    return (
        _on(row.returned_on, "退回", row.return_reason),
        _on(row.delivered_on, "送达", row.proof),
    )


def _on(day: date | None, what: str, words: str | None) -> str:
    return "" if day is None else f"{word_day(day)}{what}：{words or ''}"


def _shown_of(row: LetterDelivery | None) -> str:
    if row is None or row.identity_document is None:
        return ""
    shown = f"领取时出示：{_SHOWN[row.identity_document]}"
    return f"{shown}；委托材料：{row.authorisation}" if row.authorisation else shown
