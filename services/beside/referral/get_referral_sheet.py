"""The referral sheet for printing; for a unit outside with the code that proves its receipt. Each print is on the trail."""

from dataclasses import dataclass

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.ground.codes import Role
from models.ground.errors import NotFound
from services.access.look import Look
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role
from services.beside.referral.referral_package import ReferralPackage, make_referral_package
from services.unit_of_work import UnitOfWork

PRINTING_ROLES = (Role.INTAKE, Role.INVESTIGATOR, Role.APPROVER, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class ReferralSheet:
    """The identity-free package; `receipt_code` is None for a unit of the centre, which signs in its task list."""

    package: ReferralPackage
    receipt_code: str | None


def get_referral_sheet(
    referral_id: str, unit_of_work: UnitOfWork, actor: Actor, *, of_case: str | None = None
) -> Look[ReferralSheet]:
    """The sheet to hand out; a second print shows the same code.

    NotFound for an unseen case and for a referral of another than `of_case`, NotPermitted for other roles.
    """
    with unit_of_work.reading() as unit:
        row = unit.session.get(Referral, referral_id)
        complaint = unit.session.get(Complaint, row.complaint_id) if row is not None else None
        if row is None or complaint is None or not may_read_case(complaint, unit, actor):
            raise NotFound
        if of_case not in (None, complaint.id):
            raise NotFound
        require_role(actor, *PRINTING_ROLES)
        sheet = ReferralSheet(make_referral_package(row, complaint, unit), row.receipt_code)
        case, payload = complaint.id, {"referral_id": row.id, "no": row.no, "unit_code": row.unit_code}

    def record() -> None:
        with unit_of_work as writing:
            writing.trail.add(case, "referral.sheet_printed", payload, actor)

    return Look(sheet, record)
