"""The workers' step that proposes a round for each quarter that ended; a supervisor opens it or drops it with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.case.complaint import Complaint
from models.clock.legal_time import at_time, beijing_date
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.file_review_codes import ReviewRoundState
from models.ground.ids import new_id
from models.ground.summary_codes import PeriodKind
from models.office.file_review_round import FileReviewRound
from services.actor import SYSTEM, Actor, require_role
from services.file_review.examiners import list_candidates
from services.file_review.open_round import ROUND_MOVED
from services.forms.typed import read_words
from services.summaries.period import period_of
from services.unit_of_work import Unit, UnitFactory, UnitOfWork

LONGEST_WORDS = 500


@dataclass(slots=True)
class LookedForQuarter:
    """The office's day on which a process looked last: whether files were closed in a quarter is asked once a day."""

    day: date | None = None


def propose_round_step(make_unit: UnitFactory, looked: LookedForQuarter) -> int:
    """1 where the last quarter has none yet and files were closed in it, else 0."""
    with make_unit().reading() as unit:
        today = beijing_date(unit.clock.now())
        if looked.day == today:
            return 0
        is_wanted = _is_wanted(unit)
    if not is_wanted:
        looked.day = today
        return 0
    with make_unit() as unit:
        if not _is_wanted(unit):
            return 0
        period = period_of(PeriodKind.QUARTER, beijing_date(unit.clock.now())).previous
        row = FileReviewRound(id=new_id(), state=ReviewRoundState.PROPOSED, quarter=period.name, strata=[])
        row.begins_on, row.ends_on, row.made_at = period.begins_on, period.ends_on, unit.clock.now()
        unit.session.add(row)
        unit.trail.add(None, "file_review.proposed", {"round": row.id, "quarter": period.name}, SYSTEM)
        return 1


def _is_wanted(unit: Unit) -> bool:
    period = period_of(PeriodKind.QUARTER, beijing_date(unit.clock.now())).previous
    known = select(FileReviewRound.id).where(FileReviewRound.quarter == period.name)
    if unit.session.scalar(known) is not None:
        return False
    closed = select(Complaint.id).where(
        Complaint.closed_at >= at_time(period.begins_on, "00:00"),
        Complaint.closed_at < at_time(period.ends_on + timedelta(days=1), "00:00"),
    )
    return unit.session.scalar(closed.limit(1)) is not None


def drop_round(round_id: str, words: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """A proposed round that nobody is going to draw, or one whose last files nobody is left to settle, with the reason.

    Of the second what was settled stays, and its other files are in no mean. InvalidInput on `dropped_words`.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    said, fault = read_words(words, LONGEST_WORDS)
    with unit_of_work as unit:
        row = unit.session.get(FileReviewRound, round_id, with_for_update=True)
        if row is None:
            raise NotFound
        if fault:
            raise InvalidInput({"dropped_words": fault})
        if row.ended_at is not None and (row.ended_by, row.dropped_words) == (login, said):
            return
        was_proposed = row.state is ReviewRoundState.PROPOSED
        if not was_proposed and not may_end(row, login, unit):
            raise Conflict(code=ROUND_MOVED)
        row.state = ReviewRoundState.DROPPED if was_proposed else ReviewRoundState.SETTLED
        row.dropped_words, row.ended_by, row.ended_at = said, login, unit.clock.now()
        event = "file_review.dropped" if was_proposed else "file_review.ended"
        unit.trail.add(None, event, {"round": row.id}, actor)


def may_end(row: FileReviewRound, login: str, unit: Unit) -> bool:
    """Whether this supervisor may end the round before each file is settled: its leader, another once he is gone."""
    if row.state is not ReviewRoundState.EXAMINING:
        return False
    return row.led_by == login or all(one.login != row.led_by for one in list_candidates(unit))
