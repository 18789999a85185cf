"""Another unit owes a part from now on (改由其他单位协办): the same matters, the same words, the same last day."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.designation import Designation
from models.ground.codes import CaseRole, UnitKind
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import new_id
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.beside.referral.is_outside import is_outside
from services.beside.referral.mail_sheet import mail_referral_sheet
from services.beside.sheets.provided_sheet import record_sheet
from services.beside.sheets.receipt_code import give_receipt_code
from services.casefile.free_tasks import Freeing, free_tasks
from services.requests.request_rows import require_open
from services.unit_of_work import Unit

OBJECTION_UNDECIDED = "OBJECTION_UNDECIDED"
OTHER_DOOR = "PART_BY_OTHER_DOOR"


@dataclass(frozen=True, slots=True)
class HandPartOver:
    """Which unit owes it from now on, and why."""

    unit_code: str
    reason: str


def hand_part_over(row: Referral, command: HandPartOver, unit: Unit, actor: Actor) -> None:
    """Name the other unit with a reason; it may not object any more, and what the earlier one claimed comes free.

    InvalidInput on `unit` for none, the same, or one that answers by another door: a unit of the centre in its task list,
    one outside by its sheet. RuleRefused("OBJECTION_UNDECIDED") while an objection waits, which names a unit itself.
    """
    require_open(row)
    if row.objected_at is not None and row.arbitration is None:
        raise RuleRefused(OBJECTION_UNDECIDED)
    other = unit.session.get(OrganisationUnit, command.unit_code)
    if other is None or other.code == row.unit_code:
        raise InvalidInput({"unit": "NOT_AN_OPTION"})
    was_outside = is_outside(row, unit)
    if (other.kind is UnitKind.EXTERNAL) is not was_outside:
        raise InvalidInput({"unit": OTHER_DOOR})
    earlier = row.unit_code
    row.unit_code, row.may_object = other.code, False
    if was_outside:
        # The sheet in the hands of the earlier unit opens nothing any more.
        give_receipt_code(row)
        mail_referral_sheet(row, unit)
    record_sheet(row, row.unit_code, unit, actor)
    for helping in _end_designations(row, earlier, unit):
        helping.by, helping.reason = actor.name, command.reason
        unit.session.add(helping)
    _free_claimed(row, earlier, unit, actor)
    payload: dict[str, object] = {"referral_id": row.id, "earlier_unit": earlier, "unit_code": row.unit_code}
    unit.trail.add(row.complaint_id, "referral.part_handed_over", payload | {"reason": command.reason}, actor)


def _end_designations(row: Referral, earlier: str, unit: Unit) -> Iterator[Designation]:
    """A new one of the other unit for each that ends; matters that this part is not about keep theirs."""
    now = unit.clock.now()
    standing = unit.session.scalars(
        select(Designation).where(
            Designation.complaint_id == row.complaint_id,
            Designation.role_in_case == CaseRole.CO_UNIT,
            Designation.unit_code == earlier,
            Designation.ended_at.is_(None),
        )
    ).all()
    for helping in standing:
        if helping.matter_no is not None and helping.matter_no not in row.matter_nos:
            continue
        helping.ended_at = now
        yield Designation(
            id=new_id(),
            complaint_id=row.complaint_id,
            unit_code=row.unit_code,
            role_in_case=CaseRole.CO_UNIT,
            matter_no=helping.matter_no,
            at=now,
        )


def _free_claimed(row: Referral, earlier: str, unit: Unit, actor: Actor) -> None:
    def is_of_earlier(login: str) -> bool:
        staff = unit.session.get(Staff, login)
        return staff is not None and staff.unit == earlier

    freeing = Freeing(is_of_earlier, "part-handed-over", "referral_id", row.id)
    free_tasks(row.complaint_id, freeing, unit, actor)
