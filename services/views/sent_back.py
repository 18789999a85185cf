"""Why a task is there again: who sent back what was submitted before it, when and with which words."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bpmn.names import FormId
from models.beside.rectification import Rectification
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind
from models.case.task import Task
from models.ground.codes import OpinionDecision
from models.ledger.trail_event import TrailEvent
from services.beside.rectification.verify import read_missing
from services.casefile.decisions import find_decision
from services.casefile.proposals import DECIDES, find_returned_proposal
from services.office.people_names import map_people_names
from services.requests.find_request_of import find_request_of
from services.tasks.registry import find_task_of_form
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class SentBack:
    """`by` is the display name, None for somebody who is not in the directory any more."""

    by: str | None
    at: datetime
    reason: str
    is_to_investigation: bool = False


@dataclass(frozen=True, slots=True)
class _Return:
    login: str
    at: datetime
    reason: str
    is_to_investigation: bool = False


def find_sent_back(task: Task, complaint: Complaint, unit: Unit) -> SentBack | None:
    """What sent this task back; None for one that is there for the first time or was answered since."""
    found = _find_report(task, unit) if task.form_id == FormId.REPORT_RECTIFICATION else None
    if task.form_id in DECIDES:
        found = _find_proposal(task.form_id, complaint, unit)
    work = find_task_of_form(task.form_id)
    if work is not None and work.reworks is not None:
        found = _find_opinion(work.reworks, complaint, unit)
    if found is None:
        return None
    name = map_people_names(unit, logins=[found.login]).get(found.login)
    return SentBack(name, found.at, found.reason, found.is_to_investigation)


def _find_proposal(form_id: str, complaint: Complaint, unit: Unit) -> _Return | None:
    row = find_returned_proposal(complaint, form_id, unit)
    if row is None or row.decided_by is None or row.decided_at is None:
        return None
    return _Return(row.decided_by, row.decided_at, row.reason or "")


def _find_opinion(kind: DecisionKind, complaint: Complaint, unit: Unit) -> _Return | None:
    earlier = find_decision(complaint.id, kind, complaint.round, unit)
    returns = [found for found in (_by_approver(complaint, unit), _by_reviewer(complaint, unit)) if found]
    if earlier is None or not returns:
        return None
    latest = max(returns, key=lambda found: found.at)
    is_for_it = kind is DecisionKind.OPINION or latest.is_to_investigation
    return latest if is_for_it and latest.at >= earlier.at else None


def _by_approver(complaint: Complaint, unit: Unit) -> _Return | None:
    event = unit.session.scalars(
        select(TrailEvent)
        .where(TrailEvent.complaint_id == complaint.id, TrailEvent.kind == "opinion.returned")
        .order_by(TrailEvent.seq.desc())
        .limit(1)
    ).first()
    if event is None or event.payload.get("round") != complaint.round:
        return None
    is_to_investigation = event.payload.get("decision") == OpinionDecision.INVESTIGATE.value
    return _Return(event.actor, event.at, str(event.payload.get("reason", "")), is_to_investigation)


def _by_reviewer(complaint: Complaint, unit: Unit) -> _Return | None:
    row: Decision | None = find_decision(complaint.id, DecisionKind.OPINION_REVIEW, complaint.round, unit)
    if row is None or row.content.get("decision") != OpinionDecision.RETURN.value:
        return None
    return _Return(row.by, row.at, str(row.content.get("comment", "")))


def _find_report(task: Task, unit: Unit) -> _Return | None:
    row = find_request_of(Rectification, task.process_instance_key, task.complaint_id, unit)
    if row is None or row.verified_by is None or row.verified_at is None or row.reported_at is None:
        return None
    # The unit reads it as it left; whoever verified wrote more.
    told = _Return(row.verified_by, row.verified_at, read_missing(row, unit))
    return told if row.verified_at >= row.reported_at else None
