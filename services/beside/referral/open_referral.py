"""Opens a referral: 交办 to a unit of the centre or 转办 to an authority outside. Each receiving unit has its own row."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bpmn.names import MessageName
from models.beside.referral import Referral
from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, RequestState
from models.ground.codes import ReferralKind, ReferralRole, UnitKind
from models.ground.errors import InvalidInput
from models.ground.ids import ComplaintId, new_id
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.beside.sheets.receipt_code import give_receipt_code
from services.casefile.get_case import list_claims
from services.casefile.show_to_complainant import Shown, ShownFact, show_to_complainant
from services.clocks.open_clock import OpenClock, open_clock
from services.requests.request_rows import next_no
from services.requests.tell_process import tell_stages
from services.requests.windows import window_end
from services.unit_of_work import Unit

OBJECTION_WINDOW = "referral_objection"


@dataclass(frozen=True, slots=True)
class OpenReferral:
    """To whom what goes; no claim numbers: the whole case. `note` is written for the receiving unit."""

    unit_code: str
    claim_nos: tuple[int, ...] = ()
    role: ReferralRole = ReferralRole.LEAD
    note: str = ""
    needs_result: bool = False


def open_referral(command: OpenReferral, complaint: Complaint, unit: Unit, actor: Actor) -> Referral:
    """Open it in the caller's unit with its sign-off clock; the diagram that is given the id works on it.

    The kind follows from the unit: an authority outside is a transfer. InvalidInput on `unit` for an unknown unit or
    one that has an open referral of the same claims.
    """
    receiver = unit.session.get(OrganisationUnit, command.unit_code)
    if receiver is None:
        raise InvalidInput({"unit": "NOT_AN_OPTION"})
    _refuse_second(command, complaint, unit)
    is_outside = receiver.kind is UnitKind.EXTERNAL
    row = Referral(
        id=new_id(),
        complaint_id=complaint.id,
        round=complaint.round,
        no=next_no(Referral, complaint.id, unit),
        state=RequestState.OPEN,
        requested_by=actor.name,
        requested_at=unit.clock.now(),
        kind=ReferralKind.TRANSFER if is_outside else ReferralKind.ASSIGN,
        role=ReferralRole.TRANSFER if is_outside else command.role,
        unit_code=receiver.code,
        claim_nos=list(command.claim_nos),
        note=command.note or None,
        needs_result=command.needs_result,
        may_object=True,
        objection_ends_at=window_end(OBJECTION_WINDOW, unit),
    )
    unit.session.add(row)
    if is_outside:
        give_receipt_code(row)
    start_sign_off(row, unit)
    if row.role is ReferralRole.TRANSFER:
        _mark_claims(row, list_claims(complaint.id, unit))
    _tell(row, complaint, unit, actor)
    return row


def announce_referral(row: Referral, unit: Unit) -> None:
    """Let the running stages work on a referral that no diagram was given the id of."""
    tell_stages(
        MessageName.REFERRAL_OPENED, row, {"referral_id": row.id, "complaint_id": row.complaint_id}, unit
    )


def start_sign_off(row: Referral, unit: Unit) -> None:
    """Open the clock in which the receiving unit has to sign; also anew after an arbitration."""
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


def _refuse_second(command: OpenReferral, complaint: Complaint, unit: Unit) -> None:
    open_ones = unit.session.scalars(
        select(Referral).where(
            Referral.complaint_id == complaint.id,
            Referral.unit_code == command.unit_code,
            Referral.state == RequestState.OPEN,
        )
    )
    if any(set(row.claim_nos) == set(command.claim_nos) for row in open_ones):
        raise InvalidInput({"unit": "ALREADY_REFERRED"})


def _mark_claims(row: Referral, claims: Sequence[Claim]) -> None:
    for claim in claims:
        if claim.no in row.claim_nos:
            claim.referral_id, claim.referred_to = row.id, row.unit_code


def _tell(row: Referral, complaint: Complaint, unit: Unit, actor: Actor) -> None:
    """A transfer is shown to the complainant at the query code; that it is stands on the trail."""
    payload: dict[str, object] = {
        "referral_id": row.id,
        "no": row.no,
        "kind": row.kind.value,
        "role": row.role.value,
        "unit_code": row.unit_code,
        "claim_nos": list(row.claim_nos),
    }
    unit.trail.add(complaint.id, "referral.opened", payload, actor)
    if row.is_shown_to_complainant:
        shown = {"referral_id": row.id, "unit_code": row.unit_code}
        show_to_complainant(ShownFact(complaint.id, Shown.REFERRAL, shown), unit, actor)
