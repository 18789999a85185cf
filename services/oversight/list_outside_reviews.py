"""What courts and reviewing authorities have of the office's cases: of one case, and of all that are a person's to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, tuple_

from models.case.complaint import Complaint
from models.case.outside_review import OutsideReview
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import NotFound
from models.ground.oversight_codes import LOST
from services.access.kept_away import must_keep_away
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role, staff_id_of
from services.unit_of_work import Unit, UnitOfWork

PAGE = 50


@dataclass(frozen=True, slots=True)
class ReviewOfCase:
    """`is_overdue`: what it asks is not done and its day is over."""

    review: OutsideReview
    number: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class OutsideReviews:
    """A page, by filing the newest first; `after` leads to the next. Of all that the person may read: how many are pending, were
    decided, were lost, and how many wait to be done beyond their day."""

    rows: tuple[ReviewOfCase, ...]
    after: str | None
    pending: int
    decided: int
    lost: int
    overdue: int


@dataclass(frozen=True, slots=True)
class CaseReviews:
    """Those of one case, the earliest first."""

    complaint_id: str
    number: str
    rows: tuple[ReviewOfCase, ...]
    may_write: bool


def list_reviews_of(complaint_id: str, unit: Unit) -> Sequence[OutsideReview]:
    """Of a case that the caller may read, the earliest first."""
    of_case = select(OutsideReview).where(OutsideReview.complaint_id == complaint_id)
    return unit.session.scalars(of_case.order_by(OutsideReview.filed_on, OutsideReview.id)).all()


def read_case_reviews(complaint_id: str, unit_of_work: UnitOfWork, actor: Actor) -> CaseReviews:
    """NotFound for whom the case is not."""
    staff_id_of(actor)
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, complaint_id)
        if complaint is None or not may_read_case(complaint, unit, actor):
            raise NotFound
        today = beijing_date(unit.clock.now())
        rows = tuple(_show(row, complaint.number, today) for row in list_reviews_of(complaint_id, unit))
        may_write = bool(actor.roles & {Role.SUPERVISOR, Role.DIRECTOR}) and complaint.destroyed_at is None
        unit.session.expunge_all()
    return CaseReviews(complaint_id, complaint.number, rows, may_write)


def list_outside_reviews(after: str | None, unit_of_work: UnitOfWork, actor: Actor) -> OutsideReviews:
    """For supervisors and the director, without cases that the person must keep away from."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        today = beijing_date(unit.clock.now())
        query = select(OutsideReview, Complaint.number).join(
            Complaint, Complaint.id == OutsideReview.complaint_id
        )
        query = query.where(~must_keep_away(login, unit))
        numbers = _count(query.subquery(), today, unit)
        if after and after.isalnum() and (last := unit.session.get(OutsideReview, after)) is not None:
            query = query.where(tuple_(OutsideReview.filed_on, OutsideReview.id) < (last.filed_on, last.id))
        newest = query.order_by(OutsideReview.filed_on.desc(), OutsideReview.id.desc()).limit(PAGE + 1)
        found = unit.session.execute(newest).all()
        rows = tuple(_show(row, number, today) for row, number in found[:PAGE])
        unit.session.expunge_all()
    return OutsideReviews(rows, rows[-1].review.id if len(found) > PAGE else None, *numbers)


def _count(found: Any, today: date, unit: Unit) -> tuple[int, int, int, int]:
    pending, decided = found.c.outcome.is_(None), found.c.outcome.is_not(None)
    overdue = found.c.do_by.is_not(None) & found.c.done_on.is_(None) & (found.c.do_by < today)
    lost = found.c.outcome.in_(sorted(LOST))
    counted = (func.count().filter(condition) for condition in (pending, decided, lost, overdue))
    numbers = unit.session.execute(select(*counted).select_from(found)).one()
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _show(row: OutsideReview, number: str, today: date) -> ReviewOfCase:
    waits = row.do_by is not None and row.done_on is None
    return ReviewOfCase(row, number, waits and row.do_by is not None and row.do_by < today)
