"""The decision on an objection (协调、指定承办): it stands, another unit is named, or the matter comes back."""

from dataclasses import dataclass

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.lifecycle import ClockKind, ClockStopReason, RequestState
from models.case.matter import Matter
from models.ground.codes import Arbitration, ReferralKind, UnitKind
from models.ground.errors import InvalidInput
from models.ground.ids import ComplaintId
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.beside.referral.mail_sheet import mail_referral_sheet
from services.beside.sheets.provided_sheet import record_sheet
from services.beside.sheets.receipt_code import give_receipt_code
from services.casefile.show_to_complainant import Shown, ShownFact, show_to_complainant
from services.clocks.open_clock import OpenClock, open_clock
from services.requests.request_rows import end_request, require_open, stop_own_clock
from services.unit_of_work import Unit

RETURNED = "RETURNED"


@dataclass(frozen=True, slots=True)
class Arbitrate:
    """`unit_code` is the unit named instead, only with other_unit."""

    arbitration: Arbitration
    reason: str
    unit_code: str = ""


def arbitrate(row: Referral, command: Arbitrate, unit: Unit, actor: Actor) -> None:
    """Decide; whoever has the matter then may not object again. `back` leaves its matters undecided again.

    InvalidInput on `unit` without another unit or on `reason` without a reason.
    """
    require_open(row)
    if not command.reason.strip():
        raise InvalidInput({"reason": "REQUIRED"})
    earlier = row.unit_code
    if command.arbitration is Arbitration.OTHER_UNIT:
        _name_other(row, command.unit_code, unit)
    row.arbitration, row.arbitration_reason = command.arbitration, command.reason.strip()
    row.arbitrated_by, row.arbitrated_at, row.may_object = actor.name, unit.clock.now(), False
    stop_own_clock(row.arbitration_clock_id, ClockStopReason.ARBITRATED, unit)
    payload: dict[str, object] = {
        "referral_id": row.id,
        "arbitration": command.arbitration.value,
        "earlier_unit": earlier,
        "unit_code": row.unit_code,
    }
    unit.trail.add(row.complaint_id, "referral.arbitrated", payload, actor)
    matters = _list_matters(row, unit)
    if command.arbitration is Arbitration.BACK:
        for matter in matters:
            matter.decision = matter.referral_id = matter.referred_to = None
            matter.decided_by = matter.decided_at = None
        end_request(row, RequestState.ANSWERED, RETURNED, unit)
    else:
        for matter in matters:
            matter.referred_to = row.unit_code
        _start_sign_off(row, unit)
        if row.unit_code != earlier:
            mail_referral_sheet(row, unit)
            record_sheet(row, row.unit_code, unit, actor)
    if row.is_shown_to_complainant:
        shown = {"referral_id": row.id, "unit_code": row.unit_code}
        show_to_complainant(ShownFact(row.complaint_id, Shown.REFERRAL, shown), unit, actor)


def _name_other(row: Referral, unit_code: str, unit: Unit) -> None:
    other = unit.session.get(OrganisationUnit, unit_code) if unit_code else None
    if other is None or other.code == row.unit_code:
        raise InvalidInput({"unit": "NOT_AN_OPTION"})
    is_outside = other.kind is UnitKind.EXTERNAL
    row.unit_code = other.code
    row.kind = ReferralKind.TRANSFER if is_outside else ReferralKind.ASSIGN
    # The sheet in the hands of the earlier unit opens nothing any more.
    row.receipt_code = row.receipt_code_hmac = None
    if is_outside:
        give_receipt_code(row)


def _list_matters(row: Referral, unit: Unit) -> list[Matter]:
    """The matters that this referral took over; an assignment to a unit of the centre takes none."""
    return list(unit.session.scalars(select(Matter).where(Matter.referral_id == row.id)))


def _start_sign_off(row: Referral, unit: Unit) -> None:
    """The receiving unit has to sign anew."""
    clock = open_clock(
        OpenClock(
            ComplaintId(row.complaint_id),
            ClockKind.REFERRAL_SIGN_OFF,
            row.round,
            unit.clock.now(),
            subject_id=row.id,
        ),
        unit,
    )
    row.sign_off_clock_id = clock.id
    unit.session.flush()
