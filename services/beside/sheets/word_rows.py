"""Words matters by the rows of a form, where acceptance is decided and by an act; warns where a wording singles out."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.matter import Matter
from models.ground.errors import InvalidInput
from services.actor import Actor
from services.beside.sheets.facts_sheet import WORDING, level_of
from services.beside.sheets.singling_out import find_signs
from services.casefile.word_matter import Wording, word_matter
from services.forms.task_case import Answers, text_of
from services.unit_of_work import Unit

# What a sign in a wording is told by, at the field where it stands.
SINGLES_OUT = {
    "日期": "DAY_SINGLES_OUT",
    "号码": "NUMBER_SINGLES_OUT",
    "姓名": "NAME_SINGLES_OUT",
    "特征": "TRAIT_SINGLES_OUT",
}


@dataclass(frozen=True, slots=True)
class WordedRows:
    """Matters and their rows in one order; `is_checked`: what may single somebody out is to stay."""

    matters: Sequence[Matter]
    rows: Sequence[Answers]
    is_checked: bool


def show_wording(matter: Matter) -> Answers:
    """What a row of a form is filled in with; nothing until a person worded the matter."""
    wording = matter.text if matter.is_reworded else None
    filled = {"wording": wording, "occurred": matter.occurred, "place": matter.place}
    return {name: value for name, value in filled.items() if value}


def word_rows(worded: WordedRows, complaint: Complaint, unit: Unit, actor: Actor) -> None:
    """Word each matter whose row has a wording, in the caller's unit.

    InvalidInput on a wording that may single somebody out at level 0, unless it was checked and is to stay.
    """
    if not worded.is_checked and level_of(complaint, unit) == WORDING:
        warn_of_signs(worded.rows, complaint, unit)
    for matter, row in zip(worded.matters, worded.rows, strict=True):
        if text := text_of(row, "wording"):
            wording = Wording(text, text_of(row, "occurred"), text_of(row, "place"))
            word_matter(matter, wording, unit, actor)


def warn_of_signs(rows: Sequence[Answers], complaint: Complaint, unit: Unit) -> None:
    """InvalidInput on every wording that may single somebody out."""
    errors: dict[str, str] = {}
    for position, row in enumerate(rows):
        if signs := find_signs(text_of(row, "wording"), complaint.id, unit):
            errors[f"matters.{position}.wording"] = SINGLES_OUT[signs[0]]
    if errors:
        raise InvalidInput(errors)
