"""What is open between a complainant and the office: what is asked, what may be asked, what was told meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.beside.extension import Extension
from models.beside.referral import Referral
from models.beside.withdrawal import Withdrawal
from models.case.complaint import Complaint
from models.case.lifecycle import DecisionKind, RequestState
from models.ground.codes import Arbitration
from services.beside.supplement.take_supplement import list_supplement_requests
from services.beside.withdrawal.request_withdrawal import WITHDRAWABLE_STAGES
from services.casefile.decisions import find_decision
from services.casefile.standing import is_bounded
from services.identity.cut_identity import cut_own_values
from services.office.unit_options import find_unit_name
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class OpenSupplement:
    """What the office asks for, and until when an answer counts."""

    id: str
    items: str
    until: datetime


@dataclass(frozen=True, slots=True)
class AskedSupplement:
    """What the office asked for at any time; `state` open, answered, expired or lapsed, `ended_at` since when."""

    items: str
    asked_at: datetime
    until: datetime
    reminded_at: datetime | None
    state: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExtensionLine:
    """A longer limit that was told, with its reason; no new date when it was told too late to count."""

    old_due_at: datetime
    new_due_at: datetime | None
    told_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class WithdrawalLine:
    """A wish to withdraw: `open`, `confirmed`, `refused` or `lapsed`, and when a person asked back."""

    asked_at: datetime
    reason: str
    state: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """A unit that matters were handed to: `open`, `signed`, `answered`, `returned` or `lapsed`, and since when."""

    unit_name: str
    state: str
    at: datetime


def list_open_supplements(complaint: Complaint, unit: Unit) -> tuple[OpenSupplement, ...]:
    """The requests that wait for the complainant, the nearest end first."""
    rows = [row for row in list_supplement_requests(complaint.id, unit) if row.state is RequestState.OPEN]
    nearest = sorted(rows, key=lambda row: row.window_ends_at)
    return tuple(OpenSupplement(row.id, row.items, row.window_ends_at) for row in nearest)


def list_asked_supplements(complaint: Complaint, unit: Unit) -> tuple[AskedSupplement, ...]:
    """All that was asked for, the earliest first."""
    return tuple(
        AskedSupplement(
            row.items, row.requested_at, row.window_ends_at, row.reminded_at, row.state.value, row.ended_at
        )
        for row in list_supplement_requests(complaint.id, unit)
    )


def list_told_extensions(complaint: Complaint, unit: Unit) -> tuple[ExtensionLine, ...]:
    """The extensions that were told, oldest first; the words that were told, else the reason they were asked with."""
    rows = unit.session.scalars(
        select(Extension).where(Extension.complaint_id == complaint.id).order_by(Extension.no)
    )
    return tuple(
        ExtensionLine(row.old_due_at, row.new_due_at, row.told_at, row.told_text or row.reason)
        for row in rows
        if row.told_at is not None
    )


def list_withdrawal_lines(complaint: Complaint, unit: Unit) -> tuple[WithdrawalLine, ...]:
    """All wishes to withdraw, the earliest first."""
    rows = _list_withdrawals(complaint, unit)
    reasons = cut_own_values([row.reason for row in rows], complaint.id, unit)
    return tuple(
        WithdrawalLine(row.requested_at, reason, _withdrawal_state(row), row.verified_at or row.ended_at)
        for row, reason in zip(rows, reasons, strict=True)
    )


def list_referral_lines(complaint: Complaint, unit: Unit) -> tuple[ReferralLine, ...]:
    """The hand-overs to other authorities; work given to units of the centre is the centre's own."""
    rows = unit.session.scalars(
        select(Referral).where(Referral.complaint_id == complaint.id).order_by(Referral.no)
    )
    return tuple(_referral_line(row, unit) for row in rows if row.is_shown_to_complainant)


def find_withdrawal_state(complaint: Complaint, unit: Unit) -> str | None:
    """`open`, `confirmed`, `refused` or `lapsed` for the last wish to withdraw, None without one."""
    rows = _list_withdrawals(complaint, unit)
    return _withdrawal_state(rows[-1]) if rows else None


def may_withdraw(complaint: Complaint, unit: Unit) -> bool:
    """Until the opinion is approved, while no other wish is open, where it is his matter."""
    if is_bounded(complaint.id, unit):
        return False
    if complaint.stage not in WITHDRAWABLE_STAGES or find_withdrawal_state(complaint, unit) == "open":
        return False
    return find_decision(complaint.id, DecisionKind.APPROVAL, complaint.round, unit) is None


def _list_withdrawals(complaint: Complaint, unit: Unit) -> Sequence[Withdrawal]:
    return unit.session.scalars(
        select(Withdrawal).where(Withdrawal.complaint_id == complaint.id).order_by(Withdrawal.no)
    ).all()


def _withdrawal_state(row: Withdrawal) -> str:
    if row.state in (RequestState.OPEN, RequestState.LAPSED):
        return row.state.value
    return "confirmed" if row.is_confirmed else "refused"


def _referral_line(row: Referral, unit: Unit) -> ReferralLine:
    name = find_unit_name(row.unit_code, unit) or row.unit_code
    if row.arbitration is Arbitration.BACK:
        return ReferralLine(name, "returned", row.ended_at or row.requested_at)
    if row.result_at is not None:
        return ReferralLine(name, "answered", row.result_at)
    if row.state is RequestState.LAPSED and row.ended_at is not None:
        return ReferralLine(name, "lapsed", row.ended_at)
    if row.signed_at is not None:
        return ReferralLine(name, "signed", row.signed_at)
    return ReferralLine(name, "open", row.requested_at)
