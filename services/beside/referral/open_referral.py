"""Opens a referral: 交办 to a unit of the centre or 转办 to an authority outside. Each receiving unit has its own row."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.lifecycle import ClockStopReason, RequestState
from models.case.matter import Matter
from models.ground.codes import ReferralKind, ReferralRole, UnitKind
from models.ground.errors import InvalidInput
from models.ground.left_words import UNDECIDED, Decisions
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.beside.referral.mail_sheet import mail_referral_sheet
from services.beside.sheets.receipt_code import give_receipt_code
from services.beside.sheets.sent_sheet import Sending, find_due, send_sheet
from services.casefile.get_case import list_matters
from services.casefile.show_to_complainant import Shown, ShownFact, show_to_complainant
from services.clocks.office_limit import meet_office_limit
from services.clocks.time_limits import REFER
from services.requests.kinds.referral import REFERRAL
from services.requests.open_request import NewRequest, announce, open_request
from services.requests.windows import window_end
from services.restriction.find_route import find_superior
from services.unit_of_work import Unit

OBJECTION_WINDOW = "referral_objection"


@dataclass(frozen=True, slots=True)
class OpenReferral:
    """To whom what goes; no matter numbers: the whole case. `note` is written for the receiving unit.

    `decided`: what becomes of words about third persons in it.
    `holds_finding`: a part of joint handling, which a unit outside owes as well; the matters stay here.
    """

    unit_code: str
    matter_nos: tuple[int, ...] = ()
    role: ReferralRole = ReferralRole.LEAD
    note: str = ""
    needs_result: bool = False
    holds_finding: bool = False
    decided: Decisions = UNDECIDED


def open_referral(command: OpenReferral, complaint: Complaint, unit: Unit, actor: Actor) -> Referral:
    """Open it in the caller's unit with its sign-off clock; the diagram that is given the id works on it.

    Its sheet leaves with it, which meets the limit in which what is passed on has to be sent.
    The kind follows from the unit: an authority outside is a transfer. InvalidInput on `unit` for an unknown unit or
    one that has an open referral of the same matters, ONLY_PASSED_ON where the case goes whole to the superior organ.
    """
    receiver = unit.session.get(OrganisationUnit, command.unit_code)
    if receiver is None:
        raise InvalidInput({"unit": "NOT_AN_OPTION"})
    _refuse_second(command, complaint, unit)
    superior = find_superior(complaint.id, unit)
    if superior not in (None, receiver.code):
        raise InvalidInput({"unit": "ONLY_PASSED_ON"})
    row = _make_row(command, receiver, superior, unit)
    if receiver.kind is UnitKind.EXTERNAL:
        give_receipt_code(row)
    open_request(NewRequest(REFERRAL, row, is_announced=False), complaint, unit, actor)
    due = find_due(row.sign_off_clock_id, unit)
    sending = Sending(
        row, REFERRAL.name, command.matter_nos, due, words=command.note, decided=command.decided
    )
    send_sheet(sending, complaint, unit, actor)
    if not command.holds_finding:
        mail_referral_sheet(row, unit)
    meet_office_limit(complaint.id, REFER, ClockStopReason.SENT, unit)
    if row.role is ReferralRole.TRANSFER:
        _mark_matters(row, list_matters(complaint.id, unit))
    _show(row, unit, actor)
    return row


def _make_row(
    command: OpenReferral, receiver: OrganisationUnit, superior: str | None, unit: Unit
) -> Referral:
    is_outside = receiver.kind is UnitKind.EXTERNAL
    return Referral(
        kind=ReferralKind.TRANSFER if is_outside else ReferralKind.ASSIGN,
        role=ReferralRole.TRANSFER if is_outside and not command.holds_finding else command.role,
        unit_code=receiver.code,
        matter_nos=list(command.matter_nos),
        note=command.note or None,
        needs_result=command.needs_result,
        holds_finding=command.holds_finding,
        # The superior organ decides on what it gets; it refuses a matter, it does not send it back.
        may_object=superior is None,
        objection_ends_at=window_end(OBJECTION_WINDOW, unit),
    )


def _show(row: Referral, unit: Unit, actor: Actor) -> None:
    if row.is_shown_to_complainant:
        shown = {"referral_id": row.id, "unit_code": row.unit_code}
        show_to_complainant(ShownFact(row.complaint_id, Shown.REFERRAL, shown), unit, actor)


def announce_referral(row: Referral, unit: Unit) -> None:
    """Let the running stages work on a referral that no diagram was given the id of."""
    announce(REFERRAL, row, unit)


def _refuse_second(command: OpenReferral, complaint: Complaint, unit: Unit) -> None:
    open_ones = unit.session.scalars(
        select(Referral).where(
            Referral.complaint_id == complaint.id,
            Referral.unit_code == command.unit_code,
            Referral.state == RequestState.OPEN,
        )
    )
    if any(set(row.matter_nos) == set(command.matter_nos) for row in open_ones):
        raise InvalidInput({"unit": "ALREADY_REFERRED"})


def _mark_matters(row: Referral, matters: Sequence[Matter]) -> None:
    for matter in matters:
        if matter.no in row.matter_nos:
            matter.referral_id, matter.referred_to = row.id, row.unit_code
