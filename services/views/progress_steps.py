"""Which steps a complainant sees, each with its date, over all rounds and runs of the complaint."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from models.beside.extension import Extension
from models.beside.review import Review
from models.beside.supplement import Supplement
from models.beside.supplement_request import SupplementRequest
from models.beside.withdrawal import Withdrawal
from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.lifecycle import FileEntryKind, RequestState, Stage
from models.case.return_visit import ReturnVisit
from models.case.survey import Survey
from models.ledger.trail_event import TrailEvent
from services.unit_of_work import Unit

# Which stage entered is which step for the complainant.
STEP_OF_STAGE = {
    Stage.INVESTIGATION.value: "INVESTIGATING",
    Stage.DISPOSAL.value: "DECIDING",
    Stage.FEEDBACK.value: "ANSWERING",
    Stage.ARCHIVED.value: "CLOSED",
}
STEP_OF_DECISION = {"accept": "ACCEPTED", "refuse": "REFUSED", "refer": "REFERRED", "merge": "MERGED"}
STEP_OF_EVENT = {
    "decision.settlement": "SETTLED",
    "decision.approval": "APPROVED",
    "case.redone": "REDONE",
    "case.reopened": "REOPENED",
}


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """RECEIVED, CONTACTED, SUPPLEMENT_ASKED, SUPPLEMENT_SENT, SUPPLEMENT_EXPIRED, SUPPLEMENT_LAPSED, ACCEPTED, REFUSED,
    REFERRED, MERGED, SETTLED, INVESTIGATING, DECIDING, EXTENDED, WITHDRAWAL_ASKED, WITHDRAWN, WITHDRAWAL_REFUSED,
    WITHDRAWAL_LAPSED, APPROVED, ANSWERING, ANSWERED, VISITED, RATED, REDONE, REVIEW_ASKED, REVIEW_DECIDED, REOPENED or
    CLOSED.
    """

    code: str
    at: datetime


def list_steps(complaint: Complaint, unit: Unit) -> tuple[ProgressStep, ...]:
    """The steps in order of their dates."""
    steps = [ProgressStep("RECEIVED", complaint.received_at)]
    steps += _list_contacts(complaint, unit)
    steps += _list_trail_steps(complaint, unit)
    steps += _list_side_steps(complaint, unit)
    steps += _list_answers(complaint, unit)
    return tuple(sorted(steps, key=lambda step: step.at))


def _list_contacts(complaint: Complaint, unit: Unit) -> list[ProgressStep]:
    first = unit.session.scalars(
        select(FileEntry.at)
        .where(FileEntry.complaint_id == complaint.id, FileEntry.kind == FileEntryKind.FIRST_CONTACT)
        .order_by(FileEntry.at)
        .limit(1)
    ).one_or_none()
    return [ProgressStep("CONTACTED", first)] if first is not None else []


def _list_trail_steps(complaint: Complaint, unit: Unit) -> Iterator[ProgressStep]:
    kinds = ["stage.entered", "decision.acceptance", *STEP_OF_EVENT]
    events = unit.session.scalars(
        select(TrailEvent)
        .where(TrailEvent.complaint_id == complaint.id, TrailEvent.kind.in_(kinds))
        .order_by(TrailEvent.seq)
    )
    told: set[tuple[object, str]] = set()
    for event in events:
        if event.kind == "decision.acceptance":
            # A later decision of the round repeats the earlier ones; each way is told with its first date.
            for code in _list_ways(event):
                if (event.payload.get("round"), code) not in told:
                    told.add((event.payload.get("round"), code))
                    yield ProgressStep(code, event.at)
        elif event.kind in STEP_OF_EVENT:
            yield ProgressStep(STEP_OF_EVENT[event.kind], event.at)
        elif stage_code := STEP_OF_STAGE.get(str(event.payload["to"])):
            yield ProgressStep(stage_code, event.at)


def _list_ways(event: TrailEvent) -> list[str]:
    rows = event.payload["content"]["claims"]
    decisions = dict.fromkeys(str(row.get("decision")) for row in rows)
    return [STEP_OF_DECISION[decision] for decision in decisions if decision in STEP_OF_DECISION]


def _list_side_steps(complaint: Complaint, unit: Unit) -> list[ProgressStep]:
    of_case = complaint.id
    asked = select(SupplementRequest.requested_at).where(SupplementRequest.complaint_id == of_case)
    extended = select(Extension.told_at).where(
        Extension.complaint_id == of_case, Extension.is_effective.is_(True)
    )
    queries = {
        "SUPPLEMENT_ASKED": asked,
        "SUPPLEMENT_SENT": select(Supplement.received_at).where(Supplement.complaint_id == of_case),
        "SUPPLEMENT_EXPIRED": _ended(SupplementRequest, complaint, RequestState.EXPIRED),
        "SUPPLEMENT_LAPSED": _ended(SupplementRequest, complaint, RequestState.LAPSED),
        "EXTENDED": extended,
        "WITHDRAWAL_ASKED": select(Withdrawal.requested_at).where(Withdrawal.complaint_id == of_case),
        "WITHDRAWN": _verified(complaint, is_confirmed=True),
        "WITHDRAWAL_REFUSED": _verified(complaint, is_confirmed=False),
        "WITHDRAWAL_LAPSED": _ended(Withdrawal, complaint, RequestState.LAPSED),
        "REVIEW_ASKED": select(Review.requested_at).where(Review.complaint_id == of_case),
        "REVIEW_DECIDED": select(Review.decided_at).where(Review.complaint_id == of_case),
        "RATED": select(Survey.rated_at).where(Survey.complaint_id == of_case),
    }
    return [
        ProgressStep(code, at)
        for code, query in queries.items()
        for at in unit.session.scalars(query)
        if at is not None
    ]


def _ended(
    table: type[SupplementRequest] | type[Withdrawal], complaint: Complaint, state: RequestState
) -> Select[datetime | None]:
    """When what the complainant was asked, or asked for, ended in this way."""
    return select(table.ended_at).where(table.complaint_id == complaint.id, table.state == state)


def _verified(complaint: Complaint, *, is_confirmed: bool) -> Select[datetime | None]:
    """When a person asked back whether a withdrawal is the complainant's own will, and this was the answer."""
    return select(Withdrawal.verified_at).where(
        Withdrawal.complaint_id == complaint.id, Withdrawal.is_confirmed.is_(is_confirmed)
    )


def _list_answers(complaint: Complaint, unit: Unit) -> list[ProgressStep]:
    published = unit.session.scalars(
        select(Answer.published_at).where(Answer.complaint_id == complaint.id)
    ).all()
    visited = unit.session.scalars(
        select(ReturnVisit.visited_at).where(
            ReturnVisit.complaint_id == complaint.id, ReturnVisit.reached.is_(True)
        )
    ).all()
    return [ProgressStep("ANSWERED", at) for at in published if at is not None] + [
        ProgressStep("VISITED", at) for at in visited
    ]
