"""登记回执: what a complainant gets as soon as he has filed. It carries the complaint's own number and promises no acceptance."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.lifecycle import ClockKind
from models.clock.legal_time import beijing_date, word_day, word_moment
from models.ground.privacy_codes import NoticePart
from services.access.case_by_code import find_case_by_code
from services.actor import Actor, ActorKind
from services.casefile.get_case import get_complaint
from services.casefile.told_notice import find_notice_of, tell_with_receipt
from services.clocks.list_clocks import list_clocks
from services.clocks.told_window import told_answer_limit, told_limits_of_classes, told_review_window
from services.identity.query_code import write_code_as_given
from services.letters.letter_kind import Wording
from services.letters.printed import Printed, put_on_record
from services.letters.receipt_texts import RECEIPT, RECEIPT_PAPER, TITLE
from services.office.letterhead import read_letterhead
from services.office.own_texts import map_texts
from services.ports.press import Facts, Heading, Letter, Part, Points, Words
from services.unit_of_work import Unit, UnitOfWork

_PARTS_OF_NOTICE = {
    NoticePart.HANDLER: "处理者",
    NoticePart.PURPOSE: "目的",
    NoticePart.METHOD: "方式",
    NoticePart.KINDS: "种类",
    NoticePart.RECIPIENTS: "向谁提供",
    NoticePart.RETENTION: "保存期限",
    NoticePart.RIGHTS: "您的权利",
}


@dataclass(frozen=True, slots=True)
class PrintReceipt:
    """What was typed or stands on the page. `address`: where the pages are, for the picture that leads to the progress.

    With these `texts` by block in the place of the office's.
    """

    number: str
    query_code: str
    address: str
    texts: Mapping[str, str] | None = None


def print_receipt(
    command: PrintReceipt,
    unit_of_work: UnitOfWork,
    actor: Actor,
    has_proved: Callable[[str], bool] = lambda complaint_id: False,
) -> Printed | None:
    """The receipt; None for a wrong number or code alike, RuleRefused("RATE_LIMITED") per address and number.

    With his own words for whom `has_proved` says of the case's id that he gave one more proof.
    """
    complaint_id = find_case_by_code(command.number, command.query_code, unit_of_work, actor)
    if complaint_id is None:
        return None
    with unit_of_work.reading() as unit:
        complaint = unit.session.get_one(Complaint, complaint_id)
        letter = write_receipt(complaint, command, unit, with_words=has_proved(complaint_id))
    content = unit_of_work.ports.press.print(letter)
    with unit_of_work as unit:
        tell_with_receipt(get_complaint(complaint_id, unit), unit, actor)
    return put_on_record(Printed(complaint_id, RECEIPT, letter, content), unit_of_work, actor)


def write_receipt(complaint: Complaint, command: PrintReceipt, unit: Unit, *, with_words: bool) -> Letter:
    """What it says: with texts and limits as of its receipt, so that it is the same whenever it is printed."""
    return Letter(
        letterhead=read_letterhead(unit),
        title=TITLE,
        number=complaint.number,
        salutation="尊敬的投诉人：",
        parts=tuple(_list_parts(complaint, command, unit, with_words=with_words)),
        dated=beijing_date(complaint.received_at),
        leads_to=f"{command.address}progress?number={complaint.number}",
        barcode=complaint.number,
    )


def _list_parts(complaint: Complaint, command: PrintReceipt, unit: Unit, *, with_words: bool) -> list[Part]:
    at = complaint.received_at
    wording = Wording(map_texts(RECEIPT_PAPER, unit, as_of=at) if command.texts is None else command.texts)
    counts_from = complaint.effective_received
    facts = [
        ("投诉编号", complaint.number),
        ("查询码", write_code_as_given(command.query_code)),
        ("收到时间", f"{word_moment(at)}（北京时间）"),
        ("期限起算日", word_day(counts_from)),
    ]
    parts: list[Part] = [
        Words(wording.fill("opening")),
        Facts(tuple(facts)),
    ]
    if with_words:
        parts += [Heading("您反映的内容"), Facts(tuple(_list_words(complaint, unit)))]
    return [
        *parts,
        Heading("接下来怎样办、最迟到哪一天"),
        _list_steps(complaint, wording, unit),
        Heading("您的权利和义务"),
        _as_points(wording.fill("rights", 复查期间=told_review_window(counts_from, unit))),
        *_list_notice(complaint, command, unit),
    ]


def _list_notice(complaint: Complaint, command: PrintReceipt, unit: Unit) -> list[Part]:
    """What he was told of the use of his data when he filed, or is told by this paper."""
    notice = find_notice_of(complaint, unit)
    if notice is None:
        return []
    words = tuple((name, notice.parts[part]) for part, name in _PARTS_OF_NOTICE.items())
    where = f"{command.address}privacy-notice/{notice.version}"
    return [Heading(f"个人信息处理告知（{notice.version}版，网上见 {where}）"), Facts(words)]


def _list_words(complaint: Complaint, unit: Unit) -> list[tuple[str, str]]:
    names = unit.session.scalars(
        select(Evidence.name)
        .where(Evidence.complaint_id == complaint.id, Evidence.source == ActorKind.CITIZEN.value)
        .order_by(Evidence.added_at, Evidence.id)
    ).all()
    told = [("反映的事项", complaint.matter), ("诉求", complaint.wanted or "未写明")]
    return [*told, ("随附材料", "\n".join(names) or "无")]


def _list_steps(complaint: Complaint, wording: Wording, unit: Unit) -> Points:
    day = complaint.effective_received
    told = wording.fill(
        "steps",
        受理期限=_word_due(complaint, unit),
        各类办结期限=told_limits_of_classes(day, unit),
        答复期间=told_answer_limit(day, unit),
    )
    return _as_points(told)


def _as_points(text: str) -> Points:
    return Points(tuple(line.strip() for line in text.splitlines() if line.strip()))


def _word_due(complaint: Complaint, unit: Unit) -> str:
    due: datetime = next(
        clock.due_at for clock in list_clocks(complaint.id, unit) if clock.kind is ClockKind.ACCEPTANCE
    )
    return word_moment(due)
