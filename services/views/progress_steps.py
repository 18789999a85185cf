"""Which steps a complainant sees, each with its date, over all rounds and runs of the complaint."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from models.beside.extension import Extension
from models.beside.supplement_request import SupplementRequest
from models.beside.withdrawal import Withdrawal
from models.case.answer import Answer
from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.lifecycle import FileEntryKind, RequestState, Stage
from models.case.return_visit import ReturnVisit
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
STEP_OF_EVENT = {"decision.settlement": "SETTLED", "case.redone": "REDONE"}
FIRST_RUN = 1


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """RECEIVED, CONTACTED, SUPPLEMENT_ASKED, SUPPLEMENT_LAPSED, ACCEPTED, REFUSED, REFERRED, MERGED, SETTLED,
    INVESTIGATING, DECIDING, EXTENDED, WITHDRAWN, WITHDRAWAL_LAPSED, ANSWERING, ANSWERED, VISITED, REDONE, REOPENED or
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
    withdrawn = select(Withdrawal.verified_at).where(
        Withdrawal.complaint_id == of_case, Withdrawal.is_confirmed.is_(True)
    )
    reopened = select(CaseRun.started_at).where(CaseRun.complaint_id == of_case, CaseRun.run_no > FIRST_RUN)
    queries = {
        "SUPPLEMENT_ASKED": asked,
        "SUPPLEMENT_LAPSED": _lapsed(SupplementRequest, complaint),
        "EXTENDED": extended,
        "WITHDRAWN": withdrawn,
        "WITHDRAWAL_LAPSED": _lapsed(Withdrawal, complaint),
        "REOPENED": reopened,
    }
    return [
        ProgressStep(code, at)
        for code, query in queries.items()
        for at in unit.session.scalars(query)
        if at is not None
    ]


def _lapsed(
    table: type[SupplementRequest] | type[Withdrawal], complaint: Complaint
) -> Select[datetime | None]:
    """When what the complainant was asked, or asked for, ended with its stage."""
    return select(table.ended_at).where(
        table.complaint_id == complaint.id, table.state == RequestState.LAPSED
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
