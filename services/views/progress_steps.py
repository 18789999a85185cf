"""Which steps a complainant sees, each with its date, over all rounds and runs of the complaint."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, func, literal, select, union_all

from models.beside.side_request import SideRequest
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
from services.views.progress_trail import ACCEPTANCE, STAGE, STEP_OF_EVENT, list_told_events
from services.views.progress_words import list_supplements

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
    steps += _list_trail_steps(complaint, unit)
    steps += _list_side_steps(complaint, unit)
    steps += _list_kept_moments(complaint, unit)
    return tuple(sorted(steps, key=lambda step: step.at))


def _list_trail_steps(complaint: Complaint, unit: Unit) -> Iterator[ProgressStep]:
    events = list_told_events(complaint.id, {STAGE, ACCEPTANCE, *STEP_OF_EVENT}, unit)
    told: set[tuple[object, str]] = set()
    for event in events:
        if event.kind == ACCEPTANCE:
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
        if kind.citizen_steps
        for rows in [_list_rows(kind, complaint, unit)]
        for step in kind.citizen_steps
        for at in _list_moments(step, rows)
    ]
    sent = [row.received_at for row in list_supplements(complaint.id, unit)]
    return steps + [ProgressStep("SUPPLEMENT_SENT", at) for at in sent]


def _list_rows(kind: RequestKind, complaint: Complaint, unit: Unit) -> Sequence[SideRequest]:
    """All requests of the kind, as they are asked for wherever a page tells of them."""
    rows = select(kind.table).where(kind.table.complaint_id == complaint.id).order_by(kind.table.no)
    return unit.session.scalars(rows).all()


def _list_moments(step: CitizenStep, rows: Sequence[SideRequest]) -> Iterator[datetime]:
    """When this step was taken, for each request that took it."""
    for row in rows:
        at: datetime | None = getattr(row, step.at)
        if at is not None and all(getattr(row, column) == value for column, value in step.when.items()):
            yield at


def _list_kept_moments(complaint: Complaint, unit: Unit) -> list[ProgressStep]:
    """Of what is kept apart from the trail: the first contact, answers, visits and ratings; asked for together."""
    of_case = complaint.id
    query: CompoundSelect[Any] = union_all(
        select(literal("CONTACTED"), func.min(FileEntry.at)).where(
            FileEntry.complaint_id == of_case, FileEntry.kind == FileEntryKind.FIRST_CONTACT
        ),
        select(literal("ANSWERED"), Answer.published_at).where(Answer.complaint_id == of_case),
        select(literal("VISITED"), ReturnVisit.visited_at).where(
            ReturnVisit.complaint_id == of_case, ReturnVisit.reached.is_(True)
        ),
        select(literal("RATED"), Survey.rated_at).where(Survey.complaint_id == of_case),
    )
    return [ProgressStep(row[0], row[1]) for row in unit.session.execute(query) if row[1] is not None]
