"""The words of a review sheet for the organ above the centre: why it was asked for, and what was found. In Chinese."""

from collections.abc import Iterator

from models.beside.review import Review
from models.beside.sent_sheet import SentSheet
from models.case.matter import Matter
from models.ground.codes import Disposal
from models.ground.errors import Conflict
from models.ground.left_words import UNDECIDED, Decisions
from services.actor import Actor
from services.beside.sheets.facts_sheet import WORDING
from services.beside.sheets.leaving import FACTS, WORDS, Leaving, LeavingPart
from services.beside.sheets.sent_sheet import LeftSheet, keep_left
from services.casefile.found_words import DISPOSALS, FINDINGS
from services.casefile.get_case import list_matters
from services.casefile.leaving_words import cut_third_persons
from services.forms.task_case import OfCase
from services.identity.cut_identity import cut_identity
from services.office.unit_options import get_unit_name
from services.unit_of_work import Unit


def word_sheet(row: Review, case: OfCase) -> Leaving:
    """As of now: the reason, then the matters; without who complained, with every mark of a third person standing."""
    matters = "\n\n".join("\n".join(_word(matter)) for matter in list_matters(case.complaint.id, case.unit))
    reason, facts = cut_identity([row.reason, matters], case.complaint.id, case.unit)
    organ = get_unit_name(row.unit_code or "", case.unit)
    return Leaving(organ, (LeavingPart(WORDS, reason), LeavingPart(FACTS, facts)))


def cut_sheet(row: Review, leaving: Leaving, unit: Unit, *, decided: Decisions = UNDECIDED) -> LeftSheet:
    """The same as it leaves."""
    texts = [part.text for part in leaving.parts]
    words, text = cut_third_persons(texts, row.complaint_id, unit, decided=decided)
    return LeftSheet(row, WORDING, text, words, decided)


def keep_once(left: LeftSheet, unit: Unit, actor: Actor) -> None:
    """Whoever hands out a sheet that was handed out before hands out the same; the case is locked.

    Conflict("SHEET_DECIDED") where it was first handed out in other words since this one was worded.
    """
    kept = unit.session.get(SentSheet, left.row.id)
    if kept is None:
        keep_left(left, unit, actor)
    elif (kept.text, kept.words or "") != (left.text, left.words):
        raise Conflict(code="SHEET_DECIDED")


def _word(matter: Matter) -> Iterator[str]:
    yield f"事项{matter.no}：{matter.text}"
    if matter.finding is not None:
        yield f"认定：{FINDINGS[matter.finding]}"
    if matter.disposals:
        yield f"处理：{'、'.join(DISPOSALS[Disposal(step)] for step in matter.disposals)}"
    if matter.reason:
        yield f"理由：{matter.reason}"
