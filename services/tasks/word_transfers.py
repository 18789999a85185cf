"""What leaves with a decision that hands matters over (转办), for whoever decides, before third persons are cut."""

from __future__ import annotations

from dataclasses import replace

from models.case.matter import Matter
from models.ground.codes import MatterDecision
from services.beside.sheets.facts_sheet import TIME_AND_PLACE, ToldMatter, level_of, word_told
from services.beside.sheets.leaving import FACTS, Leaving, LeavingPart
from services.casefile.get_case import list_matters
from services.casefile.outcome import list_undecided
from services.forms.task_case import Answers, TaskCase, rows_of, text_of
from services.identity.cut_identity import cut_identity
from services.office.unit_options import get_unit_name


def word_transfers(case: TaskCase, answers: Answers) -> Leaving:
    """A part for each authority that gets matters, as the answers word them; no part where nothing is handed over."""
    wanted = text_of(answers, "disclosure_level")
    level = level_of(case.complaint, case.unit, wanted=int(wanted) if wanted.isdecimal() else None)
    undecided = list_undecided(list_matters(case.complaint.id, case.unit))
    by_unit: dict[str, list[ToldMatter]] = {}
    # A draft may be of before a matter was decided.
    for matter, row in zip(undecided, rows_of(answers, "matters"), strict=False):
        code = text_of(row, "refer_to")
        if text_of(row, "decision") == MatterDecision.REFER and code:
            by_unit.setdefault(get_unit_name(code, case.unit), []).append(_tell(matter, row, level))
    texts = cut_identity([word_told(told) for told in by_unit.values()], case.complaint.id, case.unit)
    parts = (LeavingPart(FACTS, text, name) for name, text in zip(by_unit, texts, strict=True))
    return Leaving("、".join(by_unit), tuple(parts))


def _tell(matter: Matter, row: Answers, level: int) -> ToldMatter:
    """As the matter will be worded when it leaves."""
    if wording := text_of(row, "wording"):
        told = ToldMatter(matter.no, wording, text_of(row, "occurred") or None, text_of(row, "place") or None)
    elif matter.is_reworded:
        told = ToldMatter(matter.no, matter.text, matter.occurred, matter.place)
    else:
        told = ToldMatter(matter.no, None)
    return told if level >= TIME_AND_PLACE else replace(told, occurred=None, place=None)
