"""A proceeding of a court or reviewing authority about a case is put on record: its filing, its outcome, that it was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.outside_review import OutsideReview
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.ids import new_id
from models.ground.oversight_codes import ASKS_NOTHING, OutsideEffect, OutsideOutcome, OutsideReviewKind
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role
from services.forms.typed import only_faults, read_words
from services.once.once_per_submission import check_submission_id
from services.oversight.outside_effect_done import find_not_done
from services.oversight.typed import LONGEST_NAME, LONGEST_WORDS, read_day
from services.unit_of_work import Unit, UnitOfWork

OUTSIDE_REVIEW_MOVED = "OUTSIDE_REVIEW_MOVED"
WRITERS = (Role.SUPERVISOR, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class RecordOutsideReview:
    """As the form has it."""

    complaint_id: str
    submission_id: str
    kind: str
    body: str
    docket_no: str
    filed_on: str


@dataclass(frozen=True, slots=True)
class RecordOutsideOutcome:
    """As the form has it; `do_by` and `asks` where the outcome asks something of the case."""

    review_id: str
    outcome: str
    decided_on: str
    effect: str
    asks: str
    do_by: str


@dataclass(frozen=True, slots=True)
class RecordOutsideDone:
    """As the form has it: when what the outcome asks was done, and how."""

    review_id: str
    done_on: str
    done_words: str


def record_outside_review(command: RecordOutsideReview, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id, once a sending; NotFound for whom the case is not, InvalidInput at the fields."""
    login = require_role(actor, *WRITERS)
    check_submission_id(command.submission_id)
    with unit_of_work as unit:
        _get_readable(command.complaint_id, unit, actor, is_locked=True)
        now = unit.clock.now()
        body, body_fault = read_words(command.body, LONGEST_NAME)
        docket, docket_fault = read_words(command.docket_no, LONGEST_NAME)
        filed_on, filed_fault = _read_past(command.filed_on, beijing_date(now))
        faults = only_faults({"body": body_fault, "docket_no": docket_fault, "filed_on": filed_fault})
        if command.kind not in set(OutsideReviewKind):
            faults["kind"] = "REQUIRED"
        if faults or filed_on is None:
            raise InvalidInput(faults)
        known = select(OutsideReview).where(OutsideReview.submission_id == command.submission_id)
        if (sent := unit.session.scalars(known).one_or_none()) is not None:
            told = (command.complaint_id, command.kind, body, docket, filed_on)
            if (sent.complaint_id, sent.kind.value, sent.body, sent.docket_no, sent.filed_on) != told:
                raise InvalidInput({"submission_id": "SENT_BEFORE"})
            return sent.id
        row = OutsideReview(
            id=new_id(), submission_id=command.submission_id, complaint_id=command.complaint_id
        )
        row.kind, row.body, row.docket_no = OutsideReviewKind(command.kind), body, docket
        row.filed_on, row.recorded_by, row.recorded_at = filed_on, login, now
        unit.session.add(row)
        payload = {"review": row.id, "kind": row.kind.value, "filed_on": filed_on.isoformat()}
        unit.trail.add(row.complaint_id, "outside-review.filed", payload, actor)
        return row.id


def record_outside_outcome(command: RecordOutsideOutcome, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the case. Once; Conflict(OUTSIDE_REVIEW_MOVED) where another outcome is on record. InvalidInput at the fields."""
    login = require_role(actor, *WRITERS)
    with unit_of_work as unit:
        row = _lock(command.review_id, unit, actor)
        told = _read_outcome(command, row, beijing_date(unit.clock.now()))
        if row.outcome is not None:
            if (row.outcome, row.decided_on, row.effect, row.do_by) == (
                told.outcome,
                told.decided_on,
                told.effect,
                told.do_by,
            ):
                return row.complaint_id
            raise Conflict(code=OUTSIDE_REVIEW_MOVED)
        row.outcome, row.decided_on, row.effect = told.outcome, told.decided_on, told.effect
        row.asks, row.do_by = told.asks, told.do_by
        row.outcome_by, row.outcome_at = login, unit.clock.now()
        payload = {
            "review": row.id,
            "outcome": told.outcome.value,
            "effect": told.effect.value,
            "do_by": None if told.do_by is None else told.do_by.isoformat(),
        }
        unit.trail.add(row.complaint_id, "outside-review.decided", payload, actor)
        return row.complaint_id


def record_outside_done(command: RecordOutsideDone, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the case; Conflict(OUTSIDE_REVIEW_MOVED) where nothing is asked or it was done.

    InvalidInput at the fields, on `done_on` as find_not_done says it for what did not happen by that day.
    """
    login = require_role(actor, *WRITERS)
    with unit_of_work as unit:
        row = _lock(command.review_id, unit, actor)
        if row.decided_on is None or row.do_by is None or row.done_on is not None:
            raise Conflict(code=OUTSIDE_REVIEW_MOVED)
        words, words_fault = read_words(command.done_words, LONGEST_WORDS)
        done_on, day_fault = _read_past(command.done_on, beijing_date(unit.clock.now()))
        if done_on is not None and done_on < row.decided_on:
            day_fault = "BEFORE_THE_OUTCOME"
        elif done_on is not None:
            day_fault = find_not_done(row, row.decided_on, done_on, unit)
        if faults := only_faults({"done_words": words_fault, "done_on": day_fault}):
            raise InvalidInput(faults)
        row.done_on, row.done_words = done_on, words
        row.done_by, row.done_at = login, unit.clock.now()
        payload = {"review": row.id, "done_on": command.done_on.strip()}
        unit.trail.add(row.complaint_id, "outside-review.done", payload, actor)
        return row.complaint_id


@dataclass(frozen=True, slots=True)
class _Outcome:
    outcome: OutsideOutcome
    decided_on: date
    effect: OutsideEffect
    asks: str | None
    do_by: date | None


def _read_outcome(command: RecordOutsideOutcome, row: OutsideReview, today: date) -> _Outcome:
    decided_on, decided_fault = _read_past(command.decided_on, today)
    if decided_on is not None and decided_on < row.filed_on:
        decided_fault = "BEFORE_IT_WAS_FILED"
    faults = only_faults({"decided_on": decided_fault})
    if command.outcome not in set(OutsideOutcome):
        raise InvalidInput(faults | {"outcome": "REQUIRED"})
    outcome = OutsideOutcome(command.outcome)
    effect, asks, do_by = OutsideEffect.NOTHING, None, None
    if (
        outcome not in ASKS_NOTHING
        and command.effect == OutsideEffect.NOTHING
        and outcome is not OutsideOutcome.MEDIATED
    ):
        # What was lost asks something: at least that it is put right or said again.
        faults["effect"] = "OUTCOME_ASKS"
    elif outcome not in ASKS_NOTHING and command.effect not in set(OutsideEffect):
        faults["effect"] = "REQUIRED"
    elif outcome not in ASKS_NOTHING:
        effect = OutsideEffect(command.effect)
    if effect is not OutsideEffect.NOTHING:
        asks, asks_fault = read_words(command.asks, LONGEST_WORDS)
        do_by, day_fault = read_day(command.do_by)
        if do_by is not None and decided_on is not None and do_by < decided_on:
            day_fault = "BEFORE_THE_OUTCOME"
        faults |= only_faults({"asks": asks_fault, "do_by": day_fault})
    if faults or decided_on is None:
        raise InvalidInput(faults)
    return _Outcome(outcome, decided_on, effect, asks, do_by)


def _read_past(text: str, today: date) -> tuple[date | None, str | None]:
    day, fault = read_day(text)
    return (None, "IN_THE_FUTURE") if day is not None and day > today else (day, fault)


def _get_readable(complaint_id: str, unit: Unit, actor: Actor, *, is_locked: bool = False) -> Complaint:
    complaint = unit.session.get(Complaint, complaint_id, with_for_update=is_locked or None)
    if complaint is None or complaint.destroyed_at is not None or not may_read_case(complaint, unit, actor):
        raise NotFound
    return complaint


def _lock(review_id: str, unit: Unit, actor: Actor) -> OutsideReview:
    row = unit.session.get(OutsideReview, review_id, with_for_update=True)
    if row is None:
        raise NotFound
    _get_readable(row.complaint_id, unit, actor)
    return row
