"""The sheet of an entrustment for printing, with the code that proves its receipt. Each print is on the trail."""

from dataclasses import dataclass
from datetime import date, datetime

from models.beside.entrustment import Entrustment
from models.case.complaint import Complaint
from models.ground.codes import EntrustmentKind, Role
from models.ground.entrustment_codes import DataEnd
from models.ground.errors import NotFound
from models.office.unit import OrganisationUnit
from services.access.look import Look
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role
from services.beside.entrustment.leaving import read_words
from services.beside.entrustment.mail_sheet import reference_of
from services.unit_of_work import UnitOfWork

PRINTING_ROLES = (Role.INTAKE, Role.INVESTIGATOR, Role.APPROVER, Role.DIRECTOR, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class SheetOfData:
    """The data that goes with an entrustment, for what, until when, what becomes of it, and how it is kept."""

    items: str
    purpose: str
    until: date | None
    afterwards: DataEnd | None
    confidentiality: str


@dataclass(frozen=True, slots=True)
class EntrustmentSheet:
    """What the body is asked and until when, and the terms of the data it gets; no terms where it gets none.

    `reference` is `<number>-W<no>`. No identity of the complainant.
    """

    reference: str
    kind: EntrustmentKind
    unit_name: str
    scope: str
    window_ends_at: datetime
    receipt_code: str | None
    data: SheetOfData | None = None


def get_entrustment_sheet(
    entrustment_id: str, unit_of_work: UnitOfWork, actor: Actor, *, of_case: str | None = None
) -> Look[EntrustmentSheet]:
    """The sheet to hand out; a second print shows the same code.

    NotFound for an unseen case, for one that nobody approved and for one of another than `of_case`, NotPermitted for
    other roles.
    """
    with unit_of_work.reading() as unit:
        row = unit.session.get(Entrustment, entrustment_id)
        complaint = unit.session.get(Complaint, row.complaint_id) if row is not None else None
        if row is None or complaint is None or not row.is_sent or not may_read_case(complaint, unit, actor):
            raise NotFound
        if of_case not in (None, complaint.id):
            raise NotFound
        require_role(actor, *PRINTING_ROLES)
        leaving = read_words(row, unit)
        data = SheetOfData(
            leaving.items, leaving.purpose, row.data_until, row.data_afterwards, leaving.secrecy
        )
        sheet = EntrustmentSheet(
            reference=reference_of(row, complaint),
            kind=row.kind,
            unit_name=unit.session.get_one(OrganisationUnit, row.to_unit).name,
            scope=leaving.scope,
            window_ends_at=row.window_ends_at,
            receipt_code=row.receipt_code,
            data=data if row.hands_data else None,
        )
        case, payload = complaint.id, {"entrustment_id": row.id, "no": row.no}

    def record() -> None:
        with unit_of_work as writing:
            writing.trail.add(case, "entrustment.sheet_printed", payload, actor)

    return Look(sheet, record)
