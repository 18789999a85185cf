"""What a mail says that a document goes with: its number, what is attached, where to look, whom to ask. No name, no fact."""

from models.case.letter import CaseLetter
from services.dispatch.notice_words import NoticeWords
from services.office.centre_contact import CentreContact


def name_file(letter: CaseLetter) -> str:
    """What the attached PDF is called."""
    content = letter.content or {}
    return f"{content.get('title', '')}-{content.get('number', '')}.pdf"


def word_document(letter: CaseLetter, complaint_number: str, contact: CentreContact | None) -> NoticeWords:
    """As it would be sent now; the subject, which a locked telephone shows, names no document."""
    content = letter.content or {}
    office = contact.name if contact is not None else ""
    asks = f"有疑问请致电{contact.phone}。" if contact is not None and contact.phone else ""
    where = content.get("leads_to") or ""
    own_number = content.get("number") or complaint_number
    numbered = f"（{own_number}）" if own_number != complaint_number else ""
    return NoticeWords(
        subject=f"投诉{complaint_number}的文书",
        text=(
            f"【{office}】现将您的投诉（编号{complaint_number}）的{content.get('title', '')}{numbered}发送给您，见附件（PDF）。\n"
            f"核对文书、查看进度，请凭查询码访问：{where}\n"
            f"{asks}本邮件由系统发出，请勿直接回复。"
        ),
    )
