"""送达回证: what comes back signed with a letter that was handed over; one for each letter that stands."""

from collections.abc import Sequence

from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.clock.legal_time import word_day
from models.ground.letter_codes import LetterReaders
from services.letters.letter_kind import LetterKind, Piece, Wording, name_nobody
from services.letters.letter_rows import list_letter_rows
from services.ports.press import Facts
from services.unit_of_work import Unit

NAME = "delivery_slip"
_TEXTS = {
    "note": "请收件人签名或者盖章，填写收到的日期，将本回证交送达人带回，或者寄回我中心。代收的，写明与收件人的关系。"
}
# Filled in by hand, where the letter is handed over.
_BY_HAND = (
    "送达方式",
    "送达地点",
    "收件人（签名或盖章）",
    "代收人和代收理由",
    "收到的日期",
    "送达人（签名）",
)
_OPEN = "\u3000"


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    """The letters that stand, the first first; what is signed by hand goes out with none."""
    handed = [
        (row.frozen_at, row.id)
        for row in list_letter_rows(complaint.id, unit)
        if row.frozen_at is not None and row.kind != NAME and row.readers is not LetterReaders.RECORD
    ]
    return [letter_id for _, letter_id in sorted(handed)]


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    row = unit.session.get_one(CaseLetter, subject)
    content = row.content or {}
    to = str(content.get("salutation") or "").rstrip("：").removeprefix("尊敬的")
    rows = [
        ("送达的文书", str(content.get("title", ""))),
        ("文号", row.number or complaint.number),
        ("落款日期", word_day(row.dated) if row.dated else ""),
        ("收件人", to or _OPEN),
        *((name, _OPEN) for name in _BY_HAND),
    ]
    return Facts(tuple(rows)), wording.say("note", "说明")


DELIVERY_SLIP = LetterKind(
    NAME, "送达回证", None, _TEXTS, _list_subjects, _write, LetterReaders.OTHERS, name_nobody
)
