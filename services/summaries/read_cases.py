"""What summaries count of cases: dates, codes and numbers, nothing that people wrote and nobody's name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, or_, select

from models.case.complaint import Complaint
from models.case.lifecycle import LEGAL_CLOCK_KINDS, ClockKind, Rung
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.case.return_visit import ReturnVisit
from models.case.survey import Survey
from models.clock.clock import Clock
from services.summaries.count_case import CaseFacts, EndedLimit, Named, Rated
from services.unit_of_work import Unit

CASE_COLUMNS = (
    Complaint.id,
    Complaint.channel,
    Complaint.category,
    Complaint.handling_unit,
    Complaint.received_at,
    Complaint.closed_at,
    Complaint.outcome,
    Complaint.round,
)
_COUNTED_LIMITS = LEGAL_CLOCK_KINDS | {ClockKind.FIRST_CONTACT, ClockKind.RETURN_VISIT}


def read_facts(rows: Sequence[Row[Any]], unit: Unit) -> list[CaseFacts]:
    """The facts of these cases, in as many statements for a thousand as for one."""
    ids = [row.id for row in rows]
    respondents, findings = _read_respondents(ids, unit), _read_findings(ids, unit)
    limits, ratings = _read_limits(ids, unit), _read_ratings(ids, unit)
    return [
        CaseFacts(
            channel=row.channel,
            category=row.category,
            handling_unit=row.handling_unit,
            received_at=row.received_at,
            closed_at=row.closed_at,
            outcome=row.outcome,
            round=row.round,
            named=tuple(respondents[row.id]),
            findings=tuple(findings[row.id]),
            limits=tuple(limits[row.id]),
            rated=ratings.get(row.id, Rated()),
        )
        for row in rows
    ]


def _read_respondents(ids: Collection[str], unit: Unit) -> defaultdict[str, list[Named]]:
    """Whom a case is about by what is in force and confirmed; a suggestion is nobody's yet."""
    found: defaultdict[str, list[Named]] = defaultdict(list)
    rows = unit.session.execute(
        select(Respondent.complaint_id, Respondent.unit, Respondent.window, Respondent.item).where(
            Respondent.complaint_id.in_(ids),
            Respondent.in_force(),
            or_(Respondent.confirmed_at.is_not(None), Respondent.named_by.is_not(None)),
        )
    )
    for complaint_id, office, window, item in rows:
        found[complaint_id].append(Named(office, window, item))
    return found


def _read_findings(ids: Collection[str], unit: Unit) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    query = select(Matter.complaint_id, Matter.finding).where(
        Matter.complaint_id.in_(ids), Matter.finding.is_not(None)
    )
    for complaint_id, finding in unit.session.execute(query):
        if finding is not None:
            found[complaint_id].append(finding.value)
    return found


def _read_limits(ids: Collection[str], unit: Unit) -> defaultdict[str, list[EndedLimit]]:
    """Limits that have ended or are over; what was withdrawn or cancelled before its due moment was never to be kept."""
    now = unit.clock.now()
    found: defaultdict[str, list[EndedLimit]] = defaultdict(list)
    query = select(Clock.complaint_id, Clock.kind, Clock.due_at, Clock.stopped_at, Clock.rung).where(
        Clock.complaint_id.in_(ids), Clock.kind.in_(_COUNTED_LIMITS)
    )
    for complaint_id, kind, due_at, stopped_at, rung in unit.session.execute(query):
        is_late = due_at < (stopped_at or now) and (stopped_at is not None or rung is not Rung.PAUSED)
        if stopped_at is not None or is_late:
            found[complaint_id].append(EndedLimit(kind, is_late))
    return found


def _read_ratings(ids: Collection[str], unit: Unit) -> dict[str, Rated]:
    """The last word of a complainant, from the query code or from a return visit; each question has its own last word."""
    said: list[tuple[Any, str, int | None, bool | None]] = []
    for complaint_id, at, rating, is_solved in unit.session.execute(
        select(Survey.complaint_id, Survey.rated_at, Survey.rating, Survey.is_solved).where(
            Survey.complaint_id.in_(ids), Survey.rated_at.is_not(None)
        )
    ):
        said.append((at, complaint_id, rating, is_solved))
    for complaint_id, at, rating, is_solved in unit.session.execute(
        select(
            ReturnVisit.complaint_id, ReturnVisit.visited_at, ReturnVisit.satisfaction, ReturnVisit.is_solved
        ).where(ReturnVisit.complaint_id.in_(ids))
    ):
        said.append((at, complaint_id, rating, is_solved))
    ratings: dict[str, Rated] = {}
    for _, complaint_id, rating, is_solved in sorted(said, key=lambda word: word[:2]):
        before = ratings.get(complaint_id, Rated())
        ratings[complaint_id] = Rated(
            before.rating if rating is None else rating, before.is_solved if is_solved is None else is_solved
        )
    return ratings
