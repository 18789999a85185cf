"""The sheet of a review for the organ above the centre, with the code that proves its receipt. Each print is on the trail."""

from dataclasses import dataclass
from datetime import datetime

from models.beside.review import Review
from models.beside.sent_sheet import SentSheet
from models.case.complaint import Complaint
from models.ground.codes import Role
from models.ground.errors import NotFound
from services.access.look import Look
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role
from services.beside.review.sheet_words import cut_sheet, keep_once, word_sheet
from services.beside.sheets.sent_sheet import LeftSheet, find_due
from services.beside.sheets.settle_leaving import Marked, mark_leaving
from services.forms.task_case import JustACase
from services.office.unit_options import get_unit_name
from services.unit_of_work import Unit, UnitOfWork

PRINTING_ROLES = (Role.INTAKE, Role.INVESTIGATOR, Role.APPROVER, Role.DIRECTOR, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """Why a review is asked for, of what, and until when; `reference` is `<number>-F<no>`. No identity of the complainant.

    `marked` is what somebody has to decide of before it is handed out: its words then stand as they are on file, and it has
    no code. `first_left_at`: when it was handed out before, in the same words.
    """

    reference: str
    unit_name: str
    reason: str
    matters: str
    due_at: datetime | None
    receipt_code: str | None
    first_left_at: datetime | None = None
    marked: Marked | None = None


def get_review_sheet(
    review_id: str, unit_of_work: UnitOfWork, actor: Actor, *, of_case: str | None = None
) -> Look[ReviewSheet]:
    """The sheet to hand out, as it was handed out first; until each mark of a third person is decided, what is to be decided.

    NotFound for an unseen case, a review of the centre's own and one of another than `of_case`, NotPermitted for other roles.
    Conflict("SHEET_DECIDED") as it is handed out where somebody handed it out first meanwhile, in other words.
    """
    with unit_of_work.reading() as unit:
        row, complaint = find_sheeted(review_id, unit, actor, of_case=of_case)
        kept = unit.session.get(SentSheet, row.id)
        case = JustACase(unit, complaint)
        leaving = word_sheet(row, case)
        marked = mark_leaving(leaving, case)
        if kept is None and marked.words:
            # Nothing has left, so nothing is printed.
            return Look(_undecided(row, complaint, marked, unit), lambda: None)
        left = _as_kept(row, kept) if kept is not None else cut_sheet(row, leaving, unit)
        sheet = ReviewSheet(
            reference=_reference(row, complaint),
            unit_name=get_unit_name(row.unit_code or "", unit),
            reason=left.words,
            matters=left.text,
            due_at=find_due(row.own_clock_id, unit),
            receipt_code=row.receipt_code,
            first_left_at=None if kept is None else kept.sent_at,
        )
        case_id, payload = complaint.id, {"review_id": row.id, "no": row.no}

    def record() -> None:
        with unit_of_work as writing:
            writing.session.get(Complaint, case_id, with_for_update=True)
            keep_once(left, writing, actor)
            writing.trail.add(case_id, "review.sheet_printed", payload, actor)

    return Look(sheet, record)


def find_sheeted(
    review_id: str, unit: Unit, actor: Actor, *, of_case: str | None
) -> tuple[Review, Complaint]:
    """A review that has a sheet, for who may hand it out; refused as by `get_review_sheet`."""
    row = unit.session.get(Review, review_id)
    complaint = unit.session.get(Complaint, row.complaint_id) if row is not None else None
    if row is None or complaint is None or not may_read_case(complaint, unit, actor):
        raise NotFound
    if of_case not in (None, complaint.id):
        raise NotFound
    require_role(actor, *PRINTING_ROLES)
    if row.receipt_code is None or row.unit_code is None:
        raise NotFound
    return row, complaint


def _undecided(row: Review, complaint: Complaint, marked: Marked, unit: Unit) -> ReviewSheet:
    reason, matters = (part.text for part in marked.leaving.parts)
    return ReviewSheet(
        reference=_reference(row, complaint),
        unit_name=marked.leaving.receiver,
        reason=reason,
        matters=matters,
        due_at=find_due(row.own_clock_id, unit),
        receipt_code=None,
        marked=marked,
    )


def _reference(row: Review, complaint: Complaint) -> str:
    return f"{complaint.number}-F{row.no}"


def _as_kept(row: Review, kept: SentSheet) -> LeftSheet:
    return LeftSheet(row, kept.level, kept.text, kept.words or "")
