"""What a notice says: that there is something to read, and where. Nobody's name, nothing of the matter."""

from dataclasses import dataclass

from models.ground.dispatch_codes import DispatchPurpose
from services.office.centre_contact import CentreContact

_TELLS = {
    DispatchPurpose.ANSWER: "已有答复",
    DispatchPurpose.INTERIM_ANSWER: "已有先行答复",
    DispatchPurpose.REVIEW: "复查已有决定",
    DispatchPurpose.LETTER: "有新的文书",
    DispatchPurpose.ANSWER_LETTER: "已有答复",
    DispatchPurpose.INTERIM_ANSWER_LETTER: "已有先行答复",
    DispatchPurpose.REVIEW_DECISION: "复查已有决定",
    DispatchPurpose.RECEIPT: "已收到",
}


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """Subject of a mail, and the text of a mail or an SMS."""

    subject: str
    text: str


def word_notice(
    purpose: DispatchPurpose, complaint_number: str, contact: CentreContact | None, *, query_code: str = ""
) -> NoticeWords:
    """As it would be sent now. A receipt tells the query code, to him alone: whoever reads it here is not shown one."""
    name = contact.name if contact is not None else ""
    asks = f"，也可以致电{contact.phone}" if contact is not None and contact.phone else ""
    tells = f"您的投诉（编号{complaint_number}）{_TELLS[purpose]}"
    if purpose is DispatchPurpose.RECEIPT:
        tells += f"，查询码{query_code or '（只告知投诉人）'}，请妥善保管"
    return NoticeWords(
        subject=f"投诉{complaint_number}{_TELLS[purpose]}",
        text=f"【{name}】{tells}。请凭查询码在投诉网页“查进度”中查看{asks}。",
    )
