"""What a notice says: that there is something to read, and where. Nobody's name, nothing of the matter."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.ground.dispatch_codes import DispatchPurpose
from services.identity.query_code import LENGTH, write_code_as_given
from services.office.centre_contact import CentreContact
from services.office.own_texts import Paper, find_text_fault, lacks_place

# Three parts of 67 characters: what a gateway sends as one SMS, and a telephone shows as one.
LONGEST_SMS = 201
# As long as the numbers of complaints are.
_SOME_NUMBER = "YH-2026-00000000"
_SOME_CODE = write_code_as_given("A" * LENGTH)
# The block that says what has come.
_TELLS = {
    DispatchPurpose.ANSWER: "told_answer",
    DispatchPurpose.INTERIM_ANSWER: "told_interim",
    DispatchPurpose.REVIEW: "told_review",
    DispatchPurpose.LETTER: "told_letter",
    DispatchPurpose.ANSWER_LETTER: "told_answer",
    DispatchPurpose.INTERIM_ANSWER_LETTER: "told_interim",
    DispatchPurpose.REVIEW_DECISION: "told_review",
    DispatchPurpose.RECEIPT: "told_receipt",
}
_LOOK = "请凭查询码在投诉网页“查进度”中查看{致电}。"
_TEXTS = {
    "notice": "您的投诉（编号{投诉编号}）{事由}。" + _LOOK,
    "receipt_notice": "您的投诉（编号{投诉编号}）{事由}，查询码{查询码}，请妥善保管。" + _LOOK,
    "mail_subject": "投诉{投诉编号}{事由}",
    "by_phone": "，也可以致电{中心电话}",
    "told_answer": "已有答复",
    "told_interim": "已有先行答复",
    "told_review": "复查已有决定",
    "told_letter": "有新的文书",
    "told_receipt": "已收到",
}
# Which complaint, what has come of it, and what he reads it with.
_NEEDS = {
    "notice": ("投诉编号", "事由"),
    "receipt_notice": ("投诉编号", "事由", "查询码"),
    "by_phone": ("中心电话",),
}


NOTICE_PAPER = Paper("notice", "短信和邮件通知", _TEXTS, _NEEDS)


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """Subject of a mail, and the text of a mail or an SMS."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class NoticeOf:
    """Of which complaint a notice is. A receipt tells the query code, to him alone: whoever reads it here is not shown one."""

    complaint_number: str
    contact: CentreContact | None
    texts: Mapping[str, str]
    query_code: str = ""


def word_notice(purpose: DispatchPurpose, told: NoticeOf) -> NoticeWords:
    """As the texts say it. Who sends it stands before the text, as gateways want it signed, and is no owner's to leave out."""
    contact, texts = told.contact, told.texts
    phone = contact.phone if contact is not None else ""
    places = {
        "投诉编号": told.complaint_number,
        "事由": texts[_TELLS[purpose]],
        "致电": texts["by_phone"].format_map({"中心电话": phone}) if phone else "",
        "查询码": told.query_code or "（只告知投诉人）",
    }
    block = "receipt_notice" if purpose is DispatchPurpose.RECEIPT else "notice"
    return NoticeWords(
        subject=texts["mail_subject"].format_map(places),
        text=f"【{contact.name if contact is not None else ''}】{texts[block].format_map(places)}",
    )


def list_words(told: NoticeOf) -> list[NoticeWords]:
    """What notices say of one complaint, each of them once."""
    return list(dict.fromkeys(word_notice(purpose, told) for purpose in _TELLS))


def find_notice_fault(
    block: str, text: str, texts: Mapping[str, str], contact: CentreContact | None
) -> str | None:
    """What is wrong with an owner's text among these others that hold; None for what every notice can say.

    A telephone that others look at shows a notice: a place that would tell who complained, or of what, is refused by a code
    of its own, and so are words that do not stand in one line, which no subject can have, and an SMS that would be too long.
    """
    fault = find_text_fault(NOTICE_PAPER, block, text)
    if fault is not None:
        return "TELLS_TOO_MUCH" if fault == "UNKNOWN_PLACE" else fault
    if lacks_place(NOTICE_PAPER, block, text):
        return "LACKS_PLACE"
    if "\n" in text or "\r" in text:
        return "ONE_LINE"
    told = NoticeOf(_SOME_NUMBER, contact, {**texts, block: text}, _SOME_CODE)
    longest = max(len(words.text) for words in list_words(told))
    return "SMS_TOO_LONG" if longest > LONGEST_SMS else None
