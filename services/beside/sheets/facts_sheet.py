"""What a unit is told of the matters meant for it, by the disclosure level; words of the complainant leave at none.

0, the default: the neutral wording and nothing else. 1: time and place too. 2: name and handling number. Without a consent on
record it is 1 at most, and 0 where secrecy was asked, unless an approver allowed more (docs/adr/0163). Built from chosen
columns; whole cases are never passed through here and then shortened.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.matter import Matter
from models.ground.left_words import UNDECIDED, Decisions
from services.beside.sheets.consent import find_approved_level, find_handling_numbers, has_consented
from services.casefile.get_case import list_matters
from services.casefile.leaving_words import cut_leaving
from services.identity.cut_identity import cut_identity
from services.unit_of_work import Unit

WORDING, TIME_AND_PLACE, IDENTITY = 0, 1, 2
# Of a matter that nobody worded.
_NOTHING: tuple[None, None, None] = (None, None, None)


@dataclass(frozen=True, slots=True)
class ToldMatter:
    """One matter; `wording` is None until a person worded it neutrally, then nothing of it is told."""

    no: int
    wording: str | None
    occurred: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class FactsSheet:
    """`level` is what it was written by, `wanted` what the file says; no name stands here.

    `tells_identity` and `handling_numbers` only by consent, or without it (`by_consent`) by approval.
    """

    number: str
    level: int
    matters: tuple[ToldMatter, ...]
    wanted: int = 0
    tells_identity: bool = False
    by_consent: bool = True
    handling_numbers: tuple[str, ...] = ()


def make_facts_sheet(
    complaint: Complaint, matter_nos: Sequence[int], unit: Unit, *, decided: Decisions | None = UNDECIDED
) -> FactsSheet:
    """The sheet for these matters; no numbers means all of them.

    `decided`: what becomes of words about third persons; None leaves them all, for whoever decides or has to know whom.
    """
    level = level_of(complaint, unit)
    matters = [
        matter for matter in list_matters(complaint.id, unit) if not matter_nos or matter.no in matter_nos
    ]
    tells_identity = level >= IDENTITY
    return FactsSheet(
        number=complaint.number,
        level=level,
        matters=_tell(matters, level, decided, unit),
        wanted=complaint.disclosure_level,
        by_consent=not tells_identity or has_consented(complaint.id, unit),
        tells_identity=tells_identity,
        handling_numbers=find_handling_numbers(complaint.id, unit) if tells_identity else (),
    )


def level_of(complaint: Complaint, unit: Unit, *, wanted: int | None = None) -> int:
    """The level that a sheet is written by today: what is more than his wish allows leaves by consent or approval alone.

    `wanted` is the one that the file is about to say, None for what it says.
    """
    if wanted is None:
        wanted = complaint.disclosure_level
    free = WORDING if complaint.confidentiality_requested else TIME_AND_PLACE
    if wanted <= free or has_consented(complaint.id, unit):
        return wanted
    return min(wanted, max(free, find_approved_level(complaint, unit)))


def facts_text(sheet: FactsSheet) -> str:
    """The matters as numbered lines for a form."""
    return word_told(sheet.matters)


def word_told(matters: Sequence[ToldMatter]) -> str:
    """The same of matters that no sheet holds yet."""
    return "\n".join(_line(matter) for matter in matters)


def _tell(
    matters: Sequence[Matter], level: int, decided: Decisions | None, unit: Unit
) -> tuple[ToldMatter, ...]:
    worded = [matter for matter in matters if matter.is_reworded]
    told = [_list_told(matter, level) for matter in worded]
    flat = [text for row in told for text in row]
    cut = iter(_cut(flat, matters[0].complaint_id, decided, unit) if flat else ())
    by_no: dict[int, tuple[str | None, str | None, str | None]] = {
        matter.no: (next(cut), next(cut), next(cut)) for matter in worded
    }
    return tuple(
        ToldMatter(matter.no, wording, occurred or None, place or None)
        for matter in matters
        for wording, occurred, place in [by_no.get(matter.no, _NOTHING)]
    )


def _cut(texts: list[str], complaint_id: str, decided: Decisions | None, unit: Unit) -> list[str]:
    if decided is None:
        return cut_identity(texts, complaint_id, unit)
    return cut_leaving(texts, complaint_id, unit, decided=decided)


def _list_told(matter: Matter, level: int) -> tuple[str, str, str]:
    if level < TIME_AND_PLACE:
        return matter.text, "", ""
    return matter.text, matter.occurred or "", matter.place or ""


def _line(matter: ToldMatter) -> str:
    if matter.wording is None:
        return f"{matter.no}. （本项尚未作中性表述，暂不告知内容）"
    about = [("时间", matter.occurred), ("地点", matter.place)]
    circumstances = "；".join(f"{label}：{value}" for label, value in about if value)
    return f"{matter.no}. {matter.wording}" + (f"（{circumstances}）" if circumstances else "")
