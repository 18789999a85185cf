"""The sheet of a review for the organ above the centre, with the code that proves its receipt. Each print is on the trail."""

from dataclasses import dataclass
from datetime import datetime

from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.matter import Matter
from models.clock.clock import Clock
from models.ground.codes import Role
from models.ground.errors import NotFound
from models.office.unit import OrganisationUnit
from services.access.look import Look
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role
from services.casefile.get_case import list_matters
from services.casefile.leaving_words import cut_leaving
from services.unit_of_work import Unit, UnitOfWork

PRINTING_ROLES = (Role.INTAKE, Role.INVESTIGATOR, Role.APPROVER, Role.DIRECTOR, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class ReviewedMatter:
    """One matter as it was found, with the reason that was told."""

    no: int
    text: str
    finding: str | None
    disposals: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """Why a review is asked for, of what, and until when; `reference` is `<number>-F<no>`. No identity of the complainant."""

    reference: str
    unit_name: str
    reason: str
    due_at: datetime | None
    receipt_code: str | None
    matters: tuple[ReviewedMatter, ...]


def get_review_sheet(
    review_id: str, unit_of_work: UnitOfWork, actor: Actor, *, of_case: str | None = None
) -> Look[ReviewSheet]:
    """The sheet to hand out.

    NotFound for an unseen case, a review of the centre's own and one of another than `of_case`, NotPermitted for other roles.
    """
    with unit_of_work.reading() as unit:
        row = unit.session.get(Review, review_id)
        complaint = unit.session.get(Complaint, row.complaint_id) if row is not None else None
        if row is None or complaint is None or not may_read_case(complaint, unit, actor):
            raise NotFound
        if of_case not in (None, complaint.id):
            raise NotFound
        require_role(actor, *PRINTING_ROLES)
        if row.receipt_code is None or row.unit_code is None:
            raise NotFound
        clock = unit.session.get(Clock, row.own_clock_id) if row.own_clock_id is not None else None
        sheet = ReviewSheet(
            reference=f"{complaint.number}-F{row.no}",
            unit_name=unit.session.get_one(OrganisationUnit, row.unit_code).name,
            reason=cut_leaving([row.reason], complaint.id, unit)[0],
            due_at=None if clock is None else clock.due_at,
            receipt_code=row.receipt_code,
            matters=tuple(_show(matter, unit) for matter in list_matters(complaint.id, unit)),
        )
        case, payload = complaint.id, {"review_id": row.id, "no": row.no}

    def record() -> None:
        with unit_of_work as writing:
            writing.trail.add(case, "review.sheet_printed", payload, actor)

    return Look(sheet, record)


def _show(matter: Matter, unit: Unit) -> ReviewedMatter:
    text, reason = cut_leaving([matter.text, matter.reason or ""], matter.complaint_id, unit)
    finding = matter.finding.value if matter.finding is not None else None
    return ReviewedMatter(matter.no, text, finding, tuple(matter.disposals), reason)
