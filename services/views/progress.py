"""What a complainant sees with number and query code: each step with its date, refused claims, the answer.

Built from the case's own facts; it holds no name of staff, no respondent, no identity.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.answer import Answer
from models.claim import Claim
from models.clock import Clock
from models.codes import ClaimDecision, Finding, NonAcceptGround
from models.complaint import Complaint
from models.file_entry import FileEntry
from models.lifecycle import ClockKind, FileEntryKind, Outcome, Stage
from models.return_visit import ReturnVisit
from models.trail_event import TrailEvent
from services.actor import Actor
from services.casefile.get_case import list_claims
from services.filing.query_code import digest_query_code
from services.limits.rate_limit import count_attempt
from services.limits.rules import PROGRESS_PER_ADDRESS, PROGRESS_PER_NUMBER
from services.unit_of_work import Unit, UnitOfWork

# Which stage entered is which step for the complainant.
STEP_OF_STAGE = {
    Stage.INVESTIGATION.value: "INVESTIGATING",
    Stage.DISPOSAL.value: "DECIDING",
    Stage.FEEDBACK.value: "ANSWERING",
    Stage.ARCHIVED.value: "CLOSED",
}


@dataclass(frozen=True, slots=True)
class FindProgress:
    """What was typed."""

    number: str
    query_code: str


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """RECEIVED, CONTACTED, ACCEPTED, REFUSED, INVESTIGATING, DECIDING, ANSWERING, ANSWERED, VISITED or CLOSED."""

    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What became of one claim."""

    no: int
    text: str
    decision: ClaimDecision | None
    finding: Finding | None
    disposals: tuple[str, ...]
    ground: NonAcceptGround | None
    basis: str | None
    right_place: str | None


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """The answer's three parts and a line for each claim."""

    findings_text: str
    decision_text: str
    measures_text: str
    lines: tuple[AnswerLine, ...]
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the complaint stands."""

    number: str
    stage: Stage
    outcome: Outcome | None
    received_at: datetime
    acceptance_due_at: datetime | None
    resolve_due_at: datetime | None
    steps: tuple[ProgressStep, ...]
    refused_claims: tuple[AnswerLine, ...]
    answer: PublishedAnswer | None

    @property
    def is_closed(self) -> bool:
        """True once the file is archived."""
        return self.stage is Stage.ARCHIVED


def find_progress(command: FindProgress, unit_of_work: UnitOfWork, actor: Actor) -> Progress | None:
    """The progress, or None for a wrong number or code alike; RuleRefused("RATE_LIMITED") per address and number."""
    number = command.number.strip().upper()
    count_attempt(PROGRESS_PER_ADDRESS, actor.client_address, unit_of_work)
    count_attempt(PROGRESS_PER_NUMBER, number, unit_of_work)
    digest = digest_query_code(command.query_code)
    with unit_of_work.reading() as unit:
        complaint = unit.session.scalars(select(Complaint).where(Complaint.number == number)).one_or_none()
        if complaint is None or not hmac.compare_digest(complaint.query_code_hmac, digest):
            return None
        return _tell(complaint, unit)


def _tell(complaint: Complaint, unit: Unit) -> Progress:
    lines = [_line(claim) for claim in list_claims(complaint.id, unit)]
    answer = unit.session.scalars(
        select(Answer)
        .where(Answer.complaint_id == complaint.id, Answer.published_at.is_not(None))
        .order_by(Answer.round.desc())
        .limit(1)
    ).one_or_none()
    return Progress(
        number=complaint.number,
        stage=complaint.stage,
        outcome=complaint.outcome,
        received_at=complaint.received_at,
        acceptance_due_at=_find_due(complaint.id, ClockKind.ACCEPTANCE, unit),
        resolve_due_at=_find_due(complaint.id, ClockKind.RESOLVE, unit),
        steps=tuple(sorted(_list_steps(complaint, answer, unit), key=lambda step: step.at)),
        refused_claims=tuple(line for line in lines if line.decision is ClaimDecision.REFUSE),
        answer=_published(answer, answer.published_at, lines) if answer and answer.published_at else None,
    )


def _line(claim: Claim) -> AnswerLine:
    return AnswerLine(
        no=claim.no,
        text=claim.text,
        decision=claim.decision,
        finding=claim.finding,
        disposals=tuple(claim.disposals),
        ground=claim.nonaccept_ground,
        basis=claim.basis,
        right_place=claim.right_place,
    )


def _published(answer: Answer, published_at: datetime, lines: list[AnswerLine]) -> PublishedAnswer:
    return PublishedAnswer(
        findings_text=answer.findings_text,
        decision_text=answer.decision_text,
        measures_text=answer.measures_text,
        lines=tuple(lines),
        published_at=published_at,
    )


def _list_steps(complaint: Complaint, answer: Answer | None, unit: Unit) -> list[ProgressStep]:
    steps = [ProgressStep("RECEIVED", complaint.received_at)]
    contact = unit.session.scalars(
        select(FileEntry.at)
        .where(FileEntry.complaint_id == complaint.id, FileEntry.kind == FileEntryKind.FIRST_CONTACT)
        .order_by(FileEntry.at)
        .limit(1)
    ).one_or_none()
    if contact is not None:
        steps.append(ProgressStep("CONTACTED", contact))
    for event in unit.session.scalars(
        select(TrailEvent).where(
            TrailEvent.complaint_id == complaint.id,
            TrailEvent.kind.in_(["stage.entered", "decision.acceptance"]),
        )
    ):
        if event.kind == "decision.acceptance":
            steps.append(ProgressStep(_decided(complaint), event.at))
        elif code := STEP_OF_STAGE.get(event.payload["to"]):
            steps.append(ProgressStep(code, event.at))
    if answer is not None and answer.published_at is not None:
        steps.append(ProgressStep("ANSWERED", answer.published_at))
    visits = unit.session.scalars(select(ReturnVisit).where(ReturnVisit.complaint_id == complaint.id))
    return steps + [ProgressStep("VISITED", visit.visited_at) for visit in visits]


def _decided(complaint: Complaint) -> str:
    return "ACCEPTED" if complaint.outcome is Outcome.ACCEPTED else "REFUSED"


def _find_due(complaint_id: str, kind: ClockKind, unit: Unit) -> datetime | None:
    return unit.session.scalars(
        select(Clock.due_at)
        .where(Clock.complaint_id == complaint_id, Clock.kind == kind)
        .order_by(Clock.round.desc())
        .limit(1)
    ).one_or_none()
