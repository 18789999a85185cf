"""Whoever hands out the sheet of a review decides of each mark of a third person in it; it is kept as it leaves."""

from dataclasses import dataclass

from models.beside.sent_sheet import SentSheet
from models.ground.errors import Conflict
from services.actor import Actor
from services.beside.review.get_review_sheet import find_sheeted
from services.beside.review.sheet_words import cut_sheet, keep_once, word_sheet
from services.beside.sheets.settle_leaving import Decided, settle_leaving
from services.casefile.get_case import get_complaint
from services.forms.task_case import JustACase
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class DecideReviewSheet:
    """The sheet by case and review, and what becomes of words about third persons in it."""

    complaint_id: str
    review_id: str
    decided: Decided | None


def decide_review_sheet(command: DecideReviewSheet, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Keep it as it leaves, once; it is handed out by `get_review_sheet`. That a person decided is on the trail, without words.

    Refused as that is; InvalidInput on `third_persons` as where words leave with an act; Conflict("SHEET_DECIDED") where
    another decision was kept before: the same person's same decision is done already.
    """
    with unit_of_work as unit:
        complaint = get_complaint(command.complaint_id, unit)
        row, _ = find_sheeted(command.review_id, unit, actor, of_case=complaint.id)
        kept = unit.session.get(SentSheet, row.id)
        if kept is not None:
            _require_same(kept, command.decided, actor)
            return
        case = JustACase(unit, complaint)
        leaving = word_sheet(row, case)
        settled = settle_leaving(leaving, case, command.decided)
        keep_once(cut_sheet(row, leaving, unit, decided=settled.decided), unit, actor)
        if settled.marks:
            payload = {**settled.payload, "review_id": row.id}
            unit.trail.add(complaint.id, "words.confirmed", payload, actor)


def _require_same(kept: SentSheet, decided: Decided | None, actor: Actor) -> None:
    reasons = {} if decided is None else decided.reasons
    said = [{"words": words, "reason": why.strip()} for words, why in reasons.items() if why is not None]
    if kept.sent_by != actor.name or said != kept.left_standing:
        raise Conflict(code="SHEET_DECIDED")
