"""Decides an objection: upheld, the finding is looked at again by a review; rejected, the reason is told to the respondent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.beside.objection import Objection
from models.beside.told_finding import ToldFinding
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind
from models.ground.codes import RequestedSide, Role
from models.ground.errors import Conflict, NotFound, NotPermitted
from models.office.staff import Staff
from services.access.handling_bar import find_handling_bar
from services.access.readable_cases import list_readable_cases, may_read_case
from services.actor import Actor, staff_id_of
from services.beside.review.open_review import OpenReview, open_review
from services.beside.review.reviewers import find_open_review
from services.beside.sheets.settle_leaving import Decided
from services.office.deputies import list_acting_roles
from services.rights.party import name_party, party_of
from services.rights.receive_finding import get_own_finding
from services.rights.told_words import TypedWords, take_typed
from services.unit_of_work import Unit, UnitOfWork

DECIDING_ROLES = frozenset({Role.APPROVER, Role.DIRECTOR})
# Of whoever found what is objected to.
OWN_DECISIONS = (DecisionKind.FINDINGS, DecisionKind.OPINION)
HANDLED_THE_CASE, ROLE_MISSING, OBJECTION_DECIDED = "HANDLED_THE_CASE", "ROLE_MISSING", "OBJECTION_DECIDED"
REVIEW_REASON = "被投诉方对认定提出异议，批准人认为应当复查。"


@dataclass(frozen=True, slots=True)
class DecideObjection:
    """Whether the finding is looked at again, and why or why not; the reason is told to the respondent.

    `decided`: what becomes of words about third persons in it.
    """

    objection_id: str
    is_upheld: bool
    reason: str
    decided: Decided | None = None


@dataclass(frozen=True, slots=True)
class OpenObjection:
    """One that waits for a decision, as who may decide it reads it."""

    objection_id: str
    complaint_id: str
    number: str
    party_name: str
    finding: str
    reason: str
    raised_at: datetime
    decide_by: datetime


def list_open_objections(unit_of_work: UnitOfWork, actor: Actor) -> list[OpenObjection]:
    """Those that this person may decide, the most pressing first."""
    with unit_of_work.reading() as unit:
        if not _decides_at_all(unit, actor):
            return []
        rows = unit.session.execute(
            select(Objection, ToldFinding, Complaint)
            .join(ToldFinding, ToldFinding.id == Objection.told_finding_id)
            .join(Complaint, Complaint.id == Objection.complaint_id)
            .where(Objection.decided_at.is_(None))
            .order_by(Objection.decide_by, Objection.id)
        ).all()
        readable = list_readable_cases([complaint for _, _, complaint in rows], unit, actor)
        return [
            OpenObjection(
                objection_id=row.id,
                complaint_id=complaint.id,
                number=complaint.number,
                party_name=name_party(party_of(told), unit),
                finding=told.text,
                reason=row.reason,
                raised_at=row.raised_at,
                decide_by=row.decide_by,
            )
            for row, told, complaint in rows
            if complaint.id in readable and find_decider_bar(complaint, unit, actor) is None
        ]


def find_decider_bar(complaint: Complaint, unit: Unit, actor: Actor) -> str | None:
    """The code of what keeps this person from deciding objections in the case, None for one who may.

    ROLE_MISSING, HANDLED_THE_CASE for who handled, found or drafted, and the codes of who must keep away.
    """
    login = staff_id_of(actor)
    if not _decides_at_all(unit, actor):
        return ROLE_MISSING
    found = select(Decision.id).where(
        Decision.complaint_id == complaint.id, Decision.kind.in_(OWN_DECISIONS), Decision.by == login
    )
    if complaint.handler_id == login or unit.session.scalars(found.limit(1)).first() is not None:
        return HANDLED_THE_CASE
    return find_handling_bar(complaint.id, login, unit)


def _decides_at_all(unit: Unit, actor: Actor) -> bool:
    staff = unit.session.get(Staff, staff_id_of(actor))
    return staff is not None and bool(DECIDING_ROLES & set(list_acting_roles(staff, unit.session)))


def decide_objection(command: DecideObjection, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Decide it; upheld, it opens a review of the respondent's matters, or goes to the one that is under way.

    NotFound for whom the file is not, NotPermitted with the code of `find_decider_bar`, Conflict("OBJECTION_DECIDED"),
    InvalidInput on `reason` and `third_persons` as in `take_typed`, RuleRefused with the rule against a review now.
    """
    with unit_of_work as unit:
        row = unit.session.get(Objection, command.objection_id, with_for_update=True)
        complaint = unit.session.get(Complaint, row.complaint_id) if row is not None else None
        if row is None or complaint is None or not may_read_case(complaint, unit, actor):
            raise NotFound
        if code := find_decider_bar(complaint, unit, actor):
            raise NotPermitted(code=code)
        if row.decided_at is not None:
            raise Conflict(code=OBJECTION_DECIDED)
        receiver = name_party(party_of(unit.session.get_one(ToldFinding, row.told_finding_id)), unit)
        typed = TypedWords("reason", command.reason, receiver, command.decided)
        told = take_typed(typed, complaint, unit, actor)
        row.decision_reason, row.left_standing = told.text, told.left_standing
        row.is_upheld, row.decided_by, row.decided_at = command.is_upheld, actor.name, unit.clock.now()
        if command.is_upheld:
            row.review_id = _look_again(row, complaint, unit, actor)
        payload = {"objection_id": row.id, "is_upheld": row.is_upheld, "review_id": row.review_id}
        unit.trail.add(complaint.id, "finding.objection_decided", payload, actor)


def open_decision(told_finding_id: str, objection_id: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Its respondent opens the decision and so is told it; opened again, nothing changes. NotFound for everybody else."""
    with unit_of_work as unit:
        told = get_own_finding(told_finding_id, unit, actor)
        row = unit.session.get(Objection, objection_id)
        if row is None or row.told_finding_id != told.id or row.decided_at is None:
            raise NotFound
        if row.told_at is None:
            row.told_at = unit.clock.now()
            payload = {"objection_id": row.id, "unit_code": told.unit_code}
            unit.trail.add(told.complaint_id, "finding.objection_told", payload, actor)


def _look_again(row: Objection, complaint: Complaint, unit: Unit, actor: Actor) -> str:
    under_way = find_open_review(complaint.id, unit)
    if under_way is not None:
        return under_way.id
    told = unit.session.get_one(ToldFinding, row.told_finding_id)
    # The complainant reads it too: neither who objected nor in which words.
    command = OpenReview(REVIEW_REASON, RequestedSide.RESPONDENT, tuple(told.matter_nos))
    return open_review(command, complaint, unit, actor).id
