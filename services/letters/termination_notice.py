"""终止办理告知书: to whoever was given a matter or asked about it, that the complaint was withdrawn and handling has ended."""

from collections.abc import Sequence

from models.beside.withdrawal import Withdrawal
from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date, word_day
from models.ground.letter_codes import LetterReaders
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.parties_asked import map_asked
from services.letters.withdrawal_confirmation import list_confirmed
from services.unit_of_work import Unit

_TEXTS = {
    "opening": (
        "我中心曾请你（单位）办理或者说明的投诉（编号{投诉编号}），投诉人提出撤回，{确认日期}经核实确认，我中心终止办理。"
    ),
    "duties": (
        "你（单位）不再因本件办理或者说明；已有的材料按规定保管，已经发现的问题仍应改正。"
        "不得因投诉打击报复，不得打听投诉人的身份。"
    ),
}


def _find_confirmed(complaint: Complaint, unit: Unit) -> Withdrawal | None:
    rows = [row for row in list_confirmed(complaint, unit) if row.verified_at]
    return rows[-1] if rows else None


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return list(map_asked(complaint, unit)) if _find_confirmed(complaint, unit) is not None else []


def _name_addressee(complaint: Complaint, subject: str, unit: Unit) -> str:
    return map_asked(complaint, unit)[subject]


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    row = _find_confirmed(complaint, unit)
    day = "" if row is None or row.verified_at is None else word_day(beijing_date(row.verified_at))
    return (
        wording.say("opening", 投诉编号=complaint.number, 确认日期=day),
        wording.say("duties", "请遵守"),
    )


TERMINATION_NOTICE = LetterKind(
    "termination_notice",
    "终止办理告知书",
    "终告",
    _TEXTS,
    _list_subjects,
    _write,
    LetterReaders.OTHERS,
    _name_addressee,
)
