"""What a mail to a unit outside says: which paper, where to answer it, until when. Nobody's name, nothing of the matter."""

from dataclasses import dataclass

from models.case.lifecycle import ClockKind
from models.case.unit_mail import UnitMail
from models.clock.legal_time import word_moment
from models.ground.dispatch_codes import DispatchPurpose
from services.dispatch.notice_words import NoticeWords
from services.office.centre_contact import CentreContact

# The limits of a unit outside, as they are called to it.
LIMITS = {
    ClockKind.REFERRAL_SIGN_OFF: "签收期限",
    ClockKind.REFERRAL_RESULT: "办理结果反馈期限",
    ClockKind.REVIEW: "复查期限",
}
# An entrustment has a window and no limit of the register.
_WINDOW = "提交报告的期限"
_PAGE = "本中心投诉网页的“单位回复交办”页"


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


def word_unit_mail(told: MailedNow, contact: CentreContact | None) -> NoticeWords:
    """As it would be sent now."""
    name = contact.name if contact is not None else ""
    asks = f"联系电话：{contact.phone}。" if contact is not None and contact.phone else ""
    mail = told.mail
    paper, where = f"{mail.title}（{mail.reference}）", link_of(told.mail, told.pages) or _PAGE
    subject, text = {
        DispatchPurpose.UNIT_SHEET: (
            f"送{paper}",
            f"现将{paper}送你单位，全文见附件。请凭回执码{_code(told)}签收和回复：{where}。"
            "请注意保密，不得转给被投诉的单位和个人。",
        ),
        DispatchPurpose.UNIT_NOTICE: (
            f"有{paper}送你单位",
            f"有{paper}送你单位，内容不随邮件发送。请凭回执码查看和回复：{where}。回执码由我中心以其他方式告知。",
        ),
        DispatchPurpose.UNIT_NEAR: (
            f"{paper}期限将到",
            f"{paper}的{_limit(told)}将于{_due(mail)}届满，请按期{_by_code(told)}回复：{where}。",
        ),
        DispatchPurpose.UNIT_OVER: (
            f"{paper}期限已过",
            f"{paper}的{_limit(told)}已于{_due(mail)}届满，请尽快{_by_code(told)}回复：{where}。",
        ),
    }[told.purpose]
    return NoticeWords(subject=subject, text=f"【{name}】{text}{asks}")


def link_of(mail: UnitMail, pages: str) -> str | None:
    """Where the unit answers; the code is typed there, so that it stands in no log."""
    return f"{pages}{answer_page(mail.reference)}" if pages else None


def answer_page(reference: str) -> str:
    """Path and query of it."""
    return f"handover?reference={reference}"


def _code(told: MailedNow) -> str:
    return (told.mail.receipt_code or "") if told.shows_code else "（略）"


def _by_code(told: MailedNow) -> str:
    return f"凭回执码{_code(told)}" if told.had_code else ""


def _limit(told: MailedNow) -> str:
    return _WINDOW if told.limit is None else LIMITS.get(told.limit, "期限")


def _due(mail: UnitMail) -> str:
    return word_moment(mail.due_at) if mail.due_at is not None else ""
