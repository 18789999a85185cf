"""Which steps a complainant sees, each with its date, over all rounds and runs of the complaint."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from models.beside.supplement import Supplement
from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.lifecycle import FileEntryKind, Stage
from models.case.return_visit import ReturnVisit
from models.case.survey import Survey
from models.ledger.trail_event import TrailEvent
from services.casefile.decisions import list_decided_rows
from services.requests.kinds import KINDS
from services.requests.request_kind import CitizenStep, RequestKind
from services.unit_of_work import Unit

# Which stage entered is which step for the complainant.
STEP_OF_STAGE = {
    Stage.INVESTIGATION.value: "INVESTIGATING",
    Stage.DISPOSAL.value: "DECIDING",
    Stage.FEEDBACK.value: "ANSWERING",
    Stage.ARCHIVED.value: "CLOSED",
}
STEP_OF_DECISION = {
    "accept": "ACCEPTED",
    "refuse": "REFUSED",
    "refer": "REFERRED",
    "merge": "MERGED",
    "consultation": "CONSULTED",
}
STEP_OF_EVENT = {
    "decision.settlement": "SETTLED",
    "decision.approval": "APPROVED",
    "case.redone": "REDONE",
    "case.reopened": "REOPENED",
}


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """Of the way: RECEIVED, CONTACTED, ACCEPTED, REFUSED, REFERRED, MERGED, CONSULTED, SETTLED, INVESTIGATING, DECIDING,
    APPROVED, ANSWERING, ANSWERED,
    ANSWERED_TOGETHER, VISITED, RATED, REDONE, REOPENED or CLOSED; SUPPLEMENT_SENT; of requests what their kinds name.
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
    rows = list_decided_rows(event.payload["content"])
    decisions = dict.fromkeys(str(row.get("decision")) for row in rows)
    return [STEP_OF_DECISION[decision] for decision in decisions if decision in STEP_OF_DECISION]


def _list_side_steps(complaint: Complaint, unit: Unit) -> list[ProgressStep]:
    """What was asked beside the way, as its kind tells it to the complainant; what he sent in and how he rated."""
    kinds = sorted(KINDS.values(), key=lambda kind: (kind.page_order, kind.name))
    steps = [
        ProgressStep(step.code, at)
        for kind in kinds
        for step in kind.citizen_steps
        for at in unit.session.scalars(_find(kind, step, complaint))
    ]
    sent = select(Supplement.received_at).where(Supplement.complaint_id == complaint.id)
    rated = select(Survey.rated_at).where(Survey.complaint_id == complaint.id, Survey.rated_at.is_not(None))
    steps += [ProgressStep("SUPPLEMENT_SENT", at) for at in unit.session.scalars(sent)]
    return steps + [ProgressStep("RATED", at) for at in unit.session.scalars(rated) if at is not None]


def _find(kind: RequestKind, step: CitizenStep, complaint: Complaint) -> Select[datetime]:
    """When this step was taken, for each request of the case that took it."""
    at = getattr(kind.table, step.at)
    holds = [getattr(kind.table, column) == value for column, value in step.when.items()]
    return select(at).where(kind.table.complaint_id == complaint.id, at.is_not(None), *holds)


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
