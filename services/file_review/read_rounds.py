"""The rounds of the review of files, what of them waits for the reader, and what the form of the next one offers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select, true

from models.case.complaint import Complaint
from models.case.reviewed_file import FileDefect, FileExaminer, ReviewedFile
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.file_review_codes import DefectState, ReviewedFileState, ReviewRoundState
from models.office.file_review_round import FileReviewRound
from models.office.staff import Staff
from services.access.kept_away import is_kept_away
from services.actor import Actor, staff_id_of
from services.file_review.defect import WAITS_FOR_UNIT, is_checked_outside
from services.file_review.examiners import list_candidates
from services.office.people_names import map_people_names
from services.office.unit_options import map_unit_names
from services.unit_of_work import Unit, UnitOfWork

NEWEST, MOST_WAITING = 50, 100


@dataclass(frozen=True, slots=True)
class WaitingWork:
    """`examine`, `settle` and `check` files and orders, `report` orders of the reader's unit; the earliest first."""

    examine: Sequence[ReviewedFile]
    settle: Sequence[ReviewedFile]
    report: Sequence[FileDefect]
    check: Sequence[FileDefect]

    @property
    def number(self) -> int:
        """How much waits."""
        return len(self.examine) + len(self.settle) + len(self.report) + len(self.check)


@dataclass(frozen=True, slots=True)
class RoundsPage:
    """`rounds` for those who supervise, the newest first; `candidates` who may be asked to examine, login and name.

    `late` are the orders of all units whose day is over and of which nothing that stands was reported.
    """

    waiting: WaitingWork
    rounds: Sequence[FileReviewRound]
    candidates: Sequence[tuple[str, str]]
    people: Mapping[str, str]
    today: date
    supervises: bool
    late: Sequence[FileDefect]
    unit_names: Mapping[str, str]


def read_rounds(unit_of_work: UnitOfWork, actor: Actor) -> RoundsPage:
    """For everybody who handles: what waits for him, and for supervisors the rounds."""
    login = staff_id_of(actor)
    supervises = bool(actor.roles & {Role.SUPERVISOR, Role.DIRECTOR})
    with unit_of_work.reading() as unit:
        rounds = (
            unit.session.scalars(
                select(FileReviewRound)
                .order_by(FileReviewRound.made_at.desc(), FileReviewRound.id)
                .limit(NEWEST)
            ).all()
            if supervises
            else ()
        )
        candidates = list_candidates(unit) if supervises else []
        logins = {login for one in rounds for login in (one.led_by, one.ended_by) if login}
        names = map_people_names(unit, logins=logins | {row.login for row in candidates})
        return RoundsPage(
            list_waiting(login, unit, supervises=supervises),
            rounds,
            [(row.login, names.get(row.login, row.name)) for row in candidates],
            names,
            beijing_date(unit.clock.now()),
            supervises,
            _list_late(login, unit) if supervises else (),
            map_unit_names(unit) if supervises else {},
        )


def _list_late(login: str, unit: Unit) -> Sequence[FileDefect]:
    is_late = and_(
        FileDefect.state.in_(WAITS_FOR_UNIT),
        FileDefect.due_on < beijing_date(unit.clock.now()),
        ~is_kept_away(FileDefect.complaint_id, login, unit),
    )
    return _orders(is_late, unit)


def list_waiting(login: str, unit: Unit, *, supervises: bool) -> WaitingWork:
    """What waits for one person; nothing of a case that he must keep away from."""
    may = ~is_kept_away(ReviewedFile.complaint_id, login, unit)
    may_order = ~is_kept_away(FileDefect.complaint_id, login, unit)
    own_unit = select(Staff.unit).where(Staff.login == login).scalar_subquery()
    of_unit = FileDefect.unit_code == own_unit
    of_round = (
        FileReviewRound.id == ReviewedFile.round_id,
        FileReviewRound.state == ReviewRoundState.EXAMINING,
    )
    examines = exists().where(
        FileExaminer.file_id == ReviewedFile.id,
        FileExaminer.login == login,
        FileExaminer.scored_at.is_(None),
        *of_round,
    )
    leads = exists().where(*of_round, FileReviewRound.led_by == login)
    examined = exists().where(FileExaminer.file_id == FileDefect.file_id, FileExaminer.login == login)
    handles = exists().where(Complaint.id == FileDefect.complaint_id, Complaint.handler_id == login)
    scores = and_(ReviewedFile.state == ReviewedFileState.EXAMINING, examines)
    differs = and_(ReviewedFile.state == ReviewedFileState.DIFFERING, leads)
    checks = and_(
        FileDefect.state == DefectState.REPORTED,
        or_(~of_unit, ~is_checked_outside()),
        FileDefect.reported_by != login,
        ~handles,
        true() if supervises else or_(examined, FileDefect.ordered_by == login),
    )
    # Both kinds in one statement, here as there: the list of tasks asks for them with each look.
    files = _files(and_(or_(scores, differs) if supervises else scores, may), unit)
    reports = and_(FileDefect.state.in_(WAITS_FOR_UNIT), of_unit)
    orders = _orders(and_(or_(reports, checks), may_order), unit)
    return WaitingWork(
        [one for one in files if one.state is ReviewedFileState.EXAMINING],
        [one for one in files if one.state is ReviewedFileState.DIFFERING],
        [one for one in orders if one.state in WAITS_FOR_UNIT],
        [one for one in orders if one.state is DefectState.REPORTED],
    )


def _files(condition: ColumnElement[bool], unit: Unit) -> Sequence[ReviewedFile]:
    query = select(ReviewedFile).where(condition).order_by(ReviewedFile.round_id, ReviewedFile.no)
    return unit.session.scalars(query.limit(MOST_WAITING)).all()


def _orders(condition: ColumnElement[bool], unit: Unit) -> Sequence[FileDefect]:
    query = select(FileDefect).where(condition).order_by(FileDefect.due_on, FileDefect.id)
    return unit.session.scalars(query.limit(MOST_WAITING)).all()


def map_opened(round_ids: Collection[str], unit: Unit) -> dict[str, datetime]:
    """Since when each of these rounds is examined."""
    if not round_ids:
        return {}
    rows = unit.session.execute(
        select(FileReviewRound.id, FileReviewRound.opened_at).where(FileReviewRound.id.in_(round_ids))
    )
    return {round_id: opened for round_id, opened in rows if opened is not None}
