"""Who first took a complaint is answerable for it until whoever handles it has signed for it (首问负责)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import ClockKind, DecisionKind, Stage
from models.case.matter import Matter
from models.clock.clock import Clock
from models.ground.codes import ReferralRole
from services.clocks.time_limits import ON_SPOT, REFER
from services.unit_of_work import Unit

# What runs towards the hand-over: to decide on it, to send it, to have it signed, to begin on it.
_UNTIL_SIGNED = (
    ClockKind.ACCEPTANCE,
    ClockKind.REFERRAL_SIGN_OFF,
    ClockKind.REFERRAL_ARBITRATION,
    ClockKind.INVESTIGATION,
    ClockKind.RESOLVE,
    ClockKind.FEEDBACK,
)
_HANDED_OVER = frozenset({ReferralRole.LEAD, ReferralRole.TRANSFER})


@dataclass(frozen=True, slots=True)
class FirstAnswerable:
    """`login` is None where no person took it: then the office is answerable until somebody speaks to the complainant.

    `signed_at` and `signed_by` are the signature that released; `is_over` without one: the file ended in these hands.
    """

    login: str | None
    signed_at: datetime | None
    signed_by: str | None
    due_at: datetime | None
    is_over: bool

    @property
    def is_held(self) -> bool:
        """Whether he is answerable still: neither a new handler nor a sheet that left releases."""
        return self.signed_at is None and not self.is_over


def find_first_answerable(complaint: Complaint, unit: Unit) -> FirstAnswerable:
    """By the record: who registered it, else who first contacted the complainant."""
    return _find_all([complaint], unit)[complaint.id]


def list_held_by(login: str, most: int, unit: Unit) -> list[tuple[Complaint, FirstAnswerable]]:
    """The open cases that this person is answerable for, the oldest first, no more than `most` of them."""
    rows = unit.session.scalars(
        select(Complaint)
        .where(_was_taken_by(login), Complaint.stage != Stage.ARCHIVED, ~_is_begun())
        .order_by(Complaint.received_at)
        .limit(most)
    ).all()
    found = _find_all(rows, unit)
    return [(row, found[row.id]) for row in rows if found[row.id].is_held]


def has_taken_first(login: str, unit: Unit) -> bool:
    """Whether the person took a case first that nobody has planned yet; who signed for it is asked where they are listed."""
    taken = select(Complaint.id).where(_was_taken_by(login), Complaint.stage != Stage.ARCHIVED, ~_is_begun())
    return unit.session.scalars(taken.limit(1)).first() is not None


def _was_taken_by(login: str) -> ColumnElement[bool]:
    contacted = and_(Complaint.registered_by.is_(None), Complaint.first_contact_staff == login)
    return or_(Complaint.registered_by == login, contacted)


def _is_begun() -> ColumnElement[bool]:
    return exists().where(Decision.complaint_id == Complaint.id, Decision.kind == DecisionKind.PLAN)


def _find_all(complaints: Sequence[Complaint], unit: Unit) -> dict[str, FirstAnswerable]:
    """As many queries for a hundred as for one."""
    ids = [complaint.id for complaint in complaints]
    signed, due = _map_signatures(ids, unit), _map_due(ids, unit)
    found = {}
    for complaint in complaints:
        signature, is_over = signed.get(complaint.id), complaint.stage is Stage.ARCHIVED
        found[complaint.id] = FirstAnswerable(
            complaint.registered_by or complaint.first_contact_staff,
            None if signature is None else signature[0],
            None if signature is None else signature[1],
            due_at=due.get(complaint.id) if signature is None and not is_over else None,
            is_over=is_over,
        )
    return found


def _map_signatures(complaint_ids: Sequence[str], unit: Unit) -> dict[str, tuple[datetime, str]]:
    """The earlier of: the plan of whoever handles it, and the signature by which the last matter was handed over."""
    plans = unit.session.scalars(
        select(Decision)
        .where(Decision.complaint_id.in_(complaint_ids), Decision.kind == DecisionKind.PLAN)
        .order_by(Decision.at.desc())
    )
    found = {plan.complaint_id: (plan.at, plan.by) for plan in plans}
    left: dict[str, set[int]] = {}
    for complaint_id, no in unit.session.execute(
        select(Matter.complaint_id, Matter.no).where(Matter.complaint_id.in_(complaint_ids))
    ):
        left.setdefault(complaint_id, set()).add(no)
    for row in unit.session.scalars(_signed_referrals(complaint_ids)):
        open_ones = left.get(row.complaint_id, set())
        was_open = bool(open_ones)
        open_ones -= set(row.matter_nos) or set(open_ones)
        if was_open and not open_ones and row.signed_at is not None:
            signature = (row.signed_at, row.signed_by or "")
            found[row.complaint_id] = min(signature, found.get(row.complaint_id, signature))
    return found


def _signed_referrals(complaint_ids: Sequence[str]) -> Select[Referral]:
    return (
        select(Referral)
        .where(
            Referral.complaint_id.in_(complaint_ids),
            Referral.signed_at.is_not(None),
            Referral.role.in_(_HANDED_OVER),
        )
        .order_by(Referral.signed_at)
    )


def _map_due(complaint_ids: Sequence[str], unit: Unit) -> dict[str, datetime]:
    """The nearest date of what still has to be done before somebody else has signed."""
    clocks = unit.session.scalars(
        select(Clock)
        .where(
            Clock.complaint_id.in_(complaint_ids),
            Clock.stopped_at.is_(None),
            or_(Clock.kind.in_(_UNTIL_SIGNED), Clock.subject_id.in_((REFER, ON_SPOT))),
        )
        .order_by(Clock.due_at.desc())
    )
    return {clock.complaint_id: clock.due_at for clock in clocks}
