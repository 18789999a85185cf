"""What a mail says that a document goes with: its number, what is attached, where to look, whom to ask. No name, no fact."""

from collections.abc import Mapping

from models.case.letter import CaseLetter
from services.dispatch.notice_words import NoticeWords
from services.office.centre_contact import CentreContact
from services.office.own_texts import Paper

_TEXTS = {
    "document_subject": "投诉{投诉编号}的文书",
    "document_text": "现将您的投诉（编号{投诉编号}）的{文书}发送给您，见附件（PDF）。\n"
    "核对文书、查看进度，请凭查询码访问：{网址}\n{致电}本邮件由系统发出，请勿直接回复。",
    "by_phone": "有疑问请致电{中心电话}。",
}
_NEEDS = {
    "document_subject": ("投诉编号",),
    "document_text": ("投诉编号", "文书", "网址"),
    "by_phone": ("中心电话",),
}

DOCUMENT_PAPER = Paper("document_mail", "送达文书的邮件", _TEXTS, _NEEDS)


def name_file(letter: CaseLetter) -> str:
    """What the attached PDF is called."""
    content = letter.content or {}
    return f"{content.get('title', '')}-{content.get('number', '')}.pdf"


def word_document(
    letter: CaseLetter, complaint_number: str, contact: CentreContact | None, texts: Mapping[str, str]
) -> NoticeWords:
    """As the texts say it now; the subject, which a locked telephone shows, has no place for the document.

    Who sends it stands before the text, and is no owner's to leave out.
    """
    content = letter.content or {}
    phone = contact.phone if contact is not None else ""
    own_number = content.get("number") or complaint_number
    numbered = f"（{own_number}）" if own_number != complaint_number else ""
    places = {
        "投诉编号": complaint_number,
        "文书": f"{content.get('title', '')}{numbered}",
        "网址": content.get("leads_to") or "",
        "致电": texts["by_phone"].format_map({"中心电话": phone}) if phone else "",
    }
    office = contact.name if contact is not None else ""
    return NoticeWords(
        subject=texts["document_subject"].format_map(places),
        text=f"【{office}】{texts['document_text'].format_map(places)}",
    )
