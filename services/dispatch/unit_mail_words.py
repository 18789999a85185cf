"""What a mail to a unit outside says: which paper, where to answer it, until when. Nobody's name, nothing of the matter."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.case.lifecycle import ClockKind
from models.case.unit_mail import UnitMail
from models.clock.legal_time import word_moment
from models.ground.dispatch_codes import DispatchPurpose
from services.dispatch.notice_words import NoticeWords
from services.office.centre_contact import CentreContact
from services.office.own_texts import Paper

# The limits of a unit outside, as they are called to it.
LIMITS = {
    ClockKind.REFERRAL_SIGN_OFF: "签收期限",
    ClockKind.REFERRAL_RESULT: "办理结果反馈期限",
    ClockKind.REVIEW: "复查期限",
}
# An entrustment has a window and no limit of the register.
_WINDOW = "提交报告的期限"
_PAGE = "本中心投诉网页的“单位回复交办”页"
_BLOCKS = {
    DispatchPurpose.UNIT_SHEET: "sheet",
    DispatchPurpose.UNIT_NOTICE: "notice",
    DispatchPurpose.UNIT_NEAR: "near",
    DispatchPurpose.UNIT_OVER: "over",
}
_TEXTS = {
    "sheet_subject": "送{文书}",
    "sheet_text": "现将{文书}送你单位，全文见附件。请凭回执码{回执码}签收和回复：{回复页}。"
    "请注意保密，不得转给被投诉的单位和个人。",
    "notice_subject": "有{文书}送你单位",
    "notice_text": "有{文书}送你单位，内容不随邮件发送。请凭回执码查看和回复：{回复页}。"
    "回执码由我中心以其他方式告知。",
    "near_subject": "{文书}期限将到",
    "near_text": "{文书}的{期限}将于{届满时间}届满，请按期{凭码}回复：{回复页}。",
    "over_subject": "{文书}期限已过",
    "over_text": "{文书}的{期限}已于{届满时间}届满，请尽快{凭码}回复：{回复页}。",
    "by_code": "凭回执码{回执码}",
    "by_phone": "联系电话：{中心电话}。",
}
# Which paper, what opens it and where, and until when; {凭码} is empty for a unit that has not had its code by mail.
_NEEDS = {
    **{f"{block}_subject": ("文书",) for block in _BLOCKS.values()},
    "sheet_text": ("文书", "回执码", "回复页"),
    "notice_text": ("文书", "回复页"),
    "near_text": ("文书", "届满时间", "凭码", "回复页"),
    "over_text": ("文书", "届满时间", "凭码", "回复页"),
    "by_code": ("回执码",),
    "by_phone": ("中心电话",),
}

UNIT_MAIL_PAPER = Paper("unit_mail", "发给外单位的邮件", _TEXTS, _NEEDS)


@dataclass(frozen=True, slots=True)
class MailedNow:
    """A mail of this purpose; a list of mails shows no code. `pages`: their address (`https://host/`), else empty.

    `had_code`: this unit has had the same code by mail, so that what reminds it may say it again.
    """

    purpose: DispatchPurpose
    mail: UnitMail
    limit: ClockKind | None
    pages: str
    shows_code: bool = True
    had_code: bool = False


def word_unit_mail(told: MailedNow, contact: CentreContact | None, texts: Mapping[str, str]) -> NoticeWords:
    """As the texts say it now. Who sends it stands before the text, and is no owner's to leave out."""
    mail, block = told.mail, _BLOCKS[told.purpose]
    code, phone = _code(told), contact.phone if contact is not None else ""
    places = {
        "文书": f"{mail.title}（{mail.reference}）",
        "回执码": code,
        "回复页": link_of(mail, told.pages) or _PAGE,
        "期限": _limit(told),
        "届满时间": word_moment(mail.due_at) if mail.due_at is not None else "",
        "凭码": texts["by_code"].format_map({"回执码": code}) if told.had_code else "",
    }
    asks = texts["by_phone"].format_map({"中心电话": phone}) if phone else ""
    name = contact.name if contact is not None else ""
    return NoticeWords(
        subject=texts[f"{block}_subject"].format_map(places),
        text=f"【{name}】{texts[f'{block}_text'].format_map(places)}{asks}",
    )


def link_of(mail: UnitMail, pages: str) -> str | None:
    """Where the unit answers; the code is typed there, so that it stands in no log."""
    return f"{pages}{answer_page(mail.reference)}" if pages else None


def answer_page(reference: str) -> str:
    """Path and query of it."""
    return f"handover?reference={reference}"


def _code(told: MailedNow) -> str:
    return (told.mail.receipt_code or "") if told.shows_code else "（略）"


def _limit(told: MailedNow) -> str:
    return _WINDOW if told.limit is None else LIMITS.get(told.limit, "期限")
