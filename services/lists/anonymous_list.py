"""匿名投诉办理情况: the numbers of anonymous complaints by box or letter, to hang out; no name, no matter, no day.

Who complained so left no way to be written to. He finds his number there and how far it has come; nobody else learns more than
that there were several.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from sqlalchemy import ColumnElement, and_, case, func, select

from models.case.complaint import Complaint
from models.case.file_restriction import FileRestriction
from models.case.lifecycle import Stage
from models.clock.legal_time import at_time, beijing_date
from models.ground.codes import IdentityKind, Role
from models.ground.errors import InvalidInput
from services.actor import Actor, require_role
from services.filing.register_complaint import OPENED_BY_TWO
from services.ledger.received import received_within
from services.unit_of_work import Unit, UnitOfWork

# Of fewer a reader could guess whose they are.
FEWEST = 5
LONGEST = timedelta(days=366)
LINES_OF_A_PART = 3_000
_FIRST_YEAR = 1949
_LONGER_THAN_A_MONTH = timedelta(days=31)
_USUAL = timedelta(days=90)


class ListedState(StrEnum):
    """How far a complaint has come, as coarse as helps who reads it."""

    RECEIVED = "received"
    UNDER_WAY = "under_way"
    DONE = "done"


_STATES = {
    Stage.INTAKE: ListedState.RECEIVED,
    Stage.RETURN_VISIT: ListedState.DONE,
    Stage.ARCHIVED: ListedState.DONE,
}


@dataclass(frozen=True, slots=True)
class Period:
    """Days of receipt, both within."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class AskedList:
    """Days of receipt, None where none is chosen, and which part of a list that is longer than a part."""

    since: date | None = None
    until: date | None = None
    part: int = 1


@dataclass(frozen=True, slots=True)
class ListedComplaint:
    """`month` is its first day; None where too few came in that month."""

    number: str
    month: date | None
    state: ListedState


@dataclass(frozen=True, slots=True)
class AnonymousList:
    """In the order of the numbers, one part of `parts`. `too_few`: there are some, and not enough of them to be told."""

    period: Period
    today: date
    lines: tuple[ListedComplaint, ...]
    too_few: bool
    total: int = 0
    part: int = 1

    @property
    def parts(self) -> int:
        """How many parts the list has."""
        return max(1, -(-self.total // LINES_OF_A_PART))


def list_anonymous(asked: AskedList, unit_of_work: UnitOfWork, actor: Actor) -> AnonymousList:
    """Of a period, the last 90 days where none is chosen. InvalidInput on `until`: before `since`, or after more than a year.

    Of a part that there is not, the last one.

    Complaints for named readers alone are never among them.
    """
    with unit_of_work.reading() as unit:
        return read_anonymous(asked, unit, actor)


def read_anonymous(asked: AskedList, unit: Unit, actor: Actor) -> AnonymousList:
    """The same in the caller's unit."""
    require_role(actor, Role.INTAKE, Role.SUPERVISOR)
    today = beijing_date(unit.clock.now())
    last = asked.until or today
    period = Period(asked.since or last - _USUAL, last)
    if not (period.since.year >= _FIRST_YEAR and period.until.year <= today.year):
        raise InvalidInput({"until": "NOT_A_DATE"})
    if period.until < period.since:
        raise InvalidInput({"until": "BEFORE_ITS_FIRST_DAY"})
    if period.until - period.since > LONGEST:
        raise InvalidInput({"until": "MORE_THAN_A_YEAR"})
    query = select(Complaint).where(*_of_period(period))
    total = unit.session.scalars(query.with_only_columns(func.count())).one()
    if total < FEWEST:
        return AnonymousList(period, today, (), too_few=total > 0)
    part = min(max(1, asked.part), -(-total // LINES_OF_A_PART))
    ordered = query.order_by(Complaint.number).offset((part - 1) * LINES_OF_A_PART).limit(LINES_OF_A_PART)
    told = _list_told_months(period, unit)
    lines = tuple(_tell(row, told) for row in unit.session.scalars(ordered))
    return AnonymousList(period, today, lines, too_few=False, total=total, part=part)


def _of_period(period: Period) -> tuple[ColumnElement[bool], ...]:
    restricted = select(FileRestriction.complaint_id).where(FileRestriction.lifted_at.is_(None))
    return (
        *received_within(period.since, period.until),
        Complaint.identity_kind == IdentityKind.ANONYMOUS,
        Complaint.channel.in_(OPENED_BY_TWO),
        Complaint.id.not_in(restricted),
    )


def _list_told_months(period: Period, unit: Unit) -> set[date]:
    """Months of which enough came in, over the whole period: no part of the list says anything else of one."""
    months = [period.since.replace(day=1)]
    while (after := (months[-1] + _LONGER_THAN_A_MONTH).replace(day=1)) <= period.until:
        months.append(after)
    begins = [at_time(month, "00:00") for month in (*months, after)]
    counts = [
        func.count(case((and_(Complaint.received_at >= first, Complaint.received_at < end), 1)))
        for first, end in pairwise(begins)
    ]
    found = unit.session.execute(select(*counts).where(*_of_period(period))).one()
    return {month for month, number in zip(months, found, strict=True) if number >= FEWEST}


def _tell(row: Complaint, told: Collection[date]) -> ListedComplaint:
    month = beijing_date(row.received_at).replace(day=1)
    state = _STATES.get(row.stage, ListedState.UNDER_WAY)
    return ListedComplaint(row.number, month if month in told else None, state)
