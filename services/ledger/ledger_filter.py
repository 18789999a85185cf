"""What the ledger is narrowed by beside the filter of the lists of cases, as conditions of the database.

They say the same as the columns of the row (lateness, finding, evaluation, closed_on): a test compares both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.lifecycle import Outcome, Rung
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.case.return_visit import ReturnVisit
from models.case.survey import Survey
from models.clock.clock import Clock
from models.clock.legal_time import at_time
from models.ground.codes import Finding
from services.casefile.group_share import LEAST_SATISFIED
from services.ledger.about import about_unit, is_about
from services.ledger.causes import CausesAsked
from services.ledger.entry_filter import EntriesAsked, list_entry_conditions
from services.ledger.feedback import waits_for_the_post
from services.ledger.filter_by_field import NO_FIELDS, FieldsAsked, list_field_conditions
from services.ledger.limits import NOT_TO_BE_ENDED, TOLD_LIMITS
from services.unit_of_work import Unit
from services.views.case_filter import CaseFilter


class LatenessAsked(StrEnum):
    """The values of `lateness`, and those that are answered or closed, on time or not."""

    ON_TIME = "on_time"
    LATE = "late"
    RUNNING = "running"
    OVERDUE = "overdue"
    DONE = "done"


class EvaluationAsked(StrEnum):
    """The values of `evaluation`, and those that gave a rating, whichever."""

    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"
    NOT_EVALUATED = "not_evaluated"
    EVALUATED = "evaluated"


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """`cases` narrows as in the lists of cases; days are Beijing days. `is_prior` asks for what was kept before this system.

    `about_unit`, `window`, `item` are codes: one respondent in force, and confirmed, says each of them.
    """

    cases: CaseFilter = field(default_factory=CaseFilter)
    outcome: Outcome | None = None
    finding: Finding | None = None
    lateness: LatenessAsked | None = None
    evaluation: EvaluationAsked | None = None
    causes: CausesAsked = field(default_factory=CausesAsked)
    closed_from: date | None = None
    closed_until: date | None = None
    about_unit: str = ""
    window: str = ""
    item: str = ""
    is_prior: bool = False
    fields: FieldsAsked = NO_FIELDS
    entries: EntriesAsked = field(default_factory=EntriesAsked)

    def by_codes(self) -> dict[str, object]:
        """What is asked for by number, code or date, as JSON; nothing that people wrote."""
        return {**self.cases.by_codes(), **self.by_codes_of_the_ledger()}

    def by_codes_of_the_ledger(self) -> dict[str, object]:
        """What is asked for beside the filter of the lists of cases; nothing that is not asked for."""
        asked: dict[str, object] = {
            "outcome": self.outcome,
            "finding": self.finding,
            "lateness": self.lateness,
            "evaluation": self.evaluation,
            **self.causes.by_codes(),
            "closed_from": self.closed_from and self.closed_from.isoformat(),
            "closed_until": self.closed_until and self.closed_until.isoformat(),
            "about_unit": self.about_unit,
            "window": self.window,
            "item": self.item,
            "is_prior": self.is_prior,
            **self.entries.by_codes(),
        }
        return {name: value for name, value in asked.items() if value} | self.fields.by_codes()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return self != LedgerFilter()


def list_ledger_conditions(asked: LedgerFilter, unit: Unit) -> list[ColumnElement[bool]]:
    """What holds beside the conditions of the list of cases."""
    now = unit.clock.now()
    conditions = asked.causes.list_conditions()
    if asked.outcome is not None:
        conditions.append(Complaint.outcome == asked.outcome)
    if asked.finding is not None:
        conditions.append(_is_found(asked.finding))
    if asked.lateness is not None:
        conditions.append(_is_late_as(asked.lateness, now))
    if asked.evaluation is not None:
        conditions.append(_is_evaluated_as(asked.evaluation))
    if asked.closed_from is not None:
        conditions.append(Complaint.closed_at >= _beginning_of(asked.closed_from))
    if asked.closed_until is not None:
        conditions.append(Complaint.closed_at < _beginning_of(asked.closed_until + timedelta(days=1)))
    named = {about_unit(): asked.about_unit, Respondent.window: asked.window, Respondent.item: asked.item}
    conditions += [is_about(column == code) for column, code in named.items() if code]
    return [
        *conditions,
        *list_field_conditions(asked.fields),
        *list_entry_conditions(asked.entries, now),
    ]


def is_over(now: datetime) -> ColumnElement[bool]:
    """Whether a limit that the complainant is told of was passed; one that stands still is not."""
    runs_over = and_(Clock.stopped_at.is_(None), Clock.rung != Rung.PAUSED, Clock.due_at < now)
    return exists().where(
        Clock.complaint_id == Complaint.id,
        Clock.kind.in_(TOLD_LIMITS),
        or_(Clock.stopped_at > Clock.due_at, runs_over),
    )


def is_to_be_ended() -> ColumnElement[bool]:
    """Whether anybody was to end it in time: merged and withdrawn ones are neither on time nor late, and do not run."""
    return or_(Complaint.outcome.is_(None), Complaint.outcome.not_in(NOT_TO_BE_ENDED))


def is_done() -> ColumnElement[bool]:
    """Whether it was answered, or closed without an answer."""
    return answered_or_closed().is_not(None)


def answered_or_closed() -> ColumnElement[datetime]:
    """The moment of the first answer, or of the closing without one."""
    return func.coalesce(*_answered(), Complaint.closed_at, type_=Complaint.closed_at.type)


def _answered() -> tuple[ColumnElement[datetime], ColumnElement[datetime | None]]:
    """The moment of the first answer: one of the two, None in both before."""
    sent = select(func.min(AnswerSending.sent_at)).where(AnswerSending.complaint_id == Complaint.id)
    published = select(func.min(Answer.published_at)).where(
        Answer.complaint_id == Complaint.id, ~waits_for_the_post(Complaint.id)
    )
    return sent.correlate(Complaint).scalar_subquery(), published.correlate(Complaint).scalar_subquery()


def rating() -> ColumnElement[int | None]:
    """Of the last round that has one: of its last visit with one, else that of the query code."""
    visited, asked = _last_rated(ReturnVisit.satisfaction), _last_rated(Survey.rating)
    last = case((func.coalesce(visited, 0) >= func.coalesce(asked, 0), visited), else_=asked)
    visit = (
        select(ReturnVisit.satisfaction)
        .where(
            ReturnVisit.complaint_id == Complaint.id,
            ReturnVisit.round == last,
            ReturnVisit.satisfaction.is_not(None),
        )
        .order_by(ReturnVisit.attempt.desc())
        .limit(1)
    )
    survey = select(Survey.rating).where(Survey.complaint_id == Complaint.id, Survey.round == last)
    return func.coalesce(
        visit.correlate(Complaint).scalar_subquery(), survey.correlate(Complaint).scalar_subquery()
    )


def _last_rated(rated: InstrumentedAttribute[int | None]) -> ColumnElement[int | None]:
    table = rated.class_
    query = select(func.max(table.round)).where(table.complaint_id == Complaint.id, rated.is_not(None))
    return query.correlate(Complaint).scalar_subquery()


def _is_late_as(asked: LatenessAsked, now: datetime) -> ColumnElement[bool]:
    if asked is LatenessAsked.DONE:
        return and_(is_to_be_ended(), is_done())
    wants_done = asked in (LatenessAsked.ON_TIME, LatenessAsked.LATE)
    wants_over = asked in (LatenessAsked.LATE, LatenessAsked.OVERDUE)
    done, over = is_done(), is_over(now)
    return and_(is_to_be_ended(), done if wants_done else ~done, over if wants_over else ~over)


def _is_evaluated_as(asked: EvaluationAsked) -> ColumnElement[bool]:
    if asked is EvaluationAsked.NOT_EVALUATED:
        return and_(or_(*(moment.is_not(None) for moment in _answered())), rating().is_(None))
    if asked is EvaluationAsked.EVALUATED:
        return rating().is_not(None)
    if asked is EvaluationAsked.SATISFIED:
        return rating() >= LEAST_SATISFIED
    return rating() < LEAST_SATISFIED


def _is_found(asked: Finding) -> ColumnElement[bool]:
    """As `sum_up` says it of the row."""

    def any_of(*findings: Finding) -> ColumnElement[bool]:
        return exists().where(Matter.complaint_id == Complaint.id, Matter.finding.in_(findings))

    true, partly, untrue, unknown = (
        Finding.SUBSTANTIATED,
        Finding.PARTLY_SUBSTANTIATED,
        Finding.NOT_SUBSTANTIATED,
        Finding.UNVERIFIABLE,
    )
    if asked is true:
        return and_(any_of(true), ~any_of(partly, untrue, unknown))
    if asked is partly:
        return or_(any_of(partly), and_(any_of(true), any_of(untrue, unknown)))
    if asked is untrue:
        return and_(any_of(untrue), ~any_of(true, partly, unknown))
    return and_(any_of(unknown), ~any_of(true, partly))


def _beginning_of(day: date) -> datetime:
    return at_time(day, "00:00").astimezone(UTC)
