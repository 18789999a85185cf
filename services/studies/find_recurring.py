"""What comes again: one problem type about one unit and item, found true at least in part so often within so many days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import distinct, func, or_, select

from models.case.complaint import Complaint
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.clock.legal_time import beijing_date
from models.ground.codes import TRUE_AT_LEAST_IN_PART
from models.office.staff import Staff
from models.office.study import Study
from services.ledger.about import about_unit, is_settled
from services.recurrence.recurrence_rule import find_rule
from services.studies.count_study import count_seen, counts_once, received_within
from services.studies.subject import Subject
from services.unit_of_work import Unit

# At one look; the next takes what is left.
MOST_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Recurring:
    """One thing that comes again, and the days in which it did."""

    subject: Subject
    since: date
    until: date


def list_recurring(unit: Unit) -> Sequence[Recurring]:
    """Those of which no study runs, and which came again as often since the last study of them was decided."""
    rule, until = find_rule(unit), beijing_date(unit.clock.now())
    since = until - timedelta(days=rule.within_days - 1)
    category = func.coalesce(Matter.category, Complaint.category)
    number = func.count(distinct(Complaint.id))
    groups = (
        select(about_unit(), Respondent.item, category)
        .select_from(Complaint)
        .join(Matter, Matter.complaint_id == Complaint.id)
        .join(Respondent, Respondent.complaint_id == Complaint.id)
        .outerjoin(Staff, Staff.login == Respondent.staff_id)
        .where(
            *received_within(since, until),
            counts_once(),
            Matter.finding.in_(TRUE_AT_LEAST_IN_PART),
            Respondent.in_force(),
            is_settled(),
            or_(Respondent.matter_no.is_(None), Respondent.matter_no == Matter.no),
            about_unit().is_not(None),
            Respondent.item.is_not(None),
            category.is_not(None),
        )
        .group_by(about_unit(), Respondent.item, category)
        .having(number >= rule.least_complaints)
        .order_by(number.desc(), about_unit(), Respondent.item, category)
    )
    found: list[Recurring] = []
    for code, item, kind in unit.session.execute(groups):
        subject = Subject(code or "", item or "", kind)
        begin = _begin(subject, since, unit)
        if begin is not None and count_seen(subject, begin, until, unit).found >= rule.least_complaints:
            found.append(Recurring(subject, begin, until))
    return found[:MOST_AT_ONCE]


def _begin(subject: Subject, since: date, unit: Unit) -> date | None:
    """From when on complaints count: after the day on which the last study was decided; None while one runs."""
    query = (
        select(Study.running_about, Study.ended_at)
        .where(Study.unit == subject.unit, Study.item == subject.item, Study.category == subject.category)
        .order_by(Study.opened_at.desc())
        .limit(1)
    )
    last = unit.session.execute(query).one_or_none()
    if last is None:
        return since
    if last.ended_at is None:
        return None
    return max(since, beijing_date(last.ended_at) + timedelta(days=1))
