"""What the ledger is narrowed by beside its columns: problems with their respondents, limits that were lost, what was done again.

Each condition says in SQL what an entry of the store of figures says (services/figures/read_entries.py): a test compares both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true

from models.beside.referral import Referral
from models.beside.supplement_request import SupplementRequest
from models.case.complaint import Complaint
from models.case.complaint_group import GroupMember
from models.case.lifecycle import ClockKind, Rung
from models.case.matter import Matter
from models.case.matter_cause import MatterCause
from models.case.prior_case import PriorMark
from models.case.respondent import Respondent
from models.clock.clock import Clock
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import TRUE_AT_LEAST_IN_PART, Category, MatterDecision
from services.casefile.matter_causes import led_whole
from services.ledger.about import about_unit, select_about
from services.ledger.acceptance import REPEATED

# What a code of the office is where nothing is on record.
NOTHING = "-"
ASKED_AGAIN = 2
REDO_LIMIT = "redo"
_TIMES = re.compile(r"[1-9][0-9]?")


class MarkAsked(StrEnum):
    """What the office itself can see in the handling: material asked for again, sent back, the same once more."""

    ASKED_AGAIN = "asked_again"
    SENT_BACK = "sent_back"
    REPEAT = "repeat"
    REDONE = "redone"


@dataclass(frozen=True, slots=True)
class EntriesAsked:
    """`problem` is a problem type; unit, item, times and truth are of that problem. NOTHING stands for no code.

    `true_cause` is the main cause of a matter found true, and unit and item are of that matter. `counted_once` leaves out
    files of which all is told in the leading file of their group. `lost_limit` is a kind of limit of which one ended after
    its day or runs past it; with `lost_runs` one that still runs.
    """

    problem: Category | None = None
    problem_unit: str = ""
    problem_item: str = ""
    problem_times: str = ""
    problem_true: bool = False
    true_cause: str = ""
    counted_once: bool = False
    lost_limit: ClockKind | None = None
    lost_runs: bool = False
    mark: MarkAsked | None = None

    def by_codes(self) -> dict[str, object]:
        """What is asked for by code, as JSON and as fields of an address."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}


def read_entries_asked(sent: Mapping[str, object]) -> EntriesAsked:
    """What is unknown is left out."""
    problem, limit, mark = (str(sent.get(name, "")) for name in ("problem", "lost_limit", "mark"))
    return EntriesAsked(
        problem=Category(problem) if problem in set(Category) else None,
        problem_unit=_code(sent, "problem_unit"),
        problem_item=_code(sent, "problem_item"),
        problem_times=_times_asked(_code(sent, "problem_times")),
        problem_true=bool(sent.get("problem_true")),
        true_cause=_code(sent, "true_cause"),
        counted_once=bool(sent.get("counted_once")),
        lost_limit=ClockKind(limit) if limit in set(ClockKind) else None,
        lost_runs=bool(sent.get("lost_runs")),
        mark=MarkAsked(mark) if mark in set(MarkAsked) else None,
    )


def list_entry_conditions(asked: EntriesAsked, now: datetime) -> list[ColumnElement[bool]]:
    """What holds of the case."""
    conditions: list[ColumnElement[bool]] = []
    if asked.problem is not None:
        conditions.append(_has_problem(asked))
    if asked.true_cause:
        conditions.append(_has_cause(asked))
    if asked.counted_once:
        conditions.append(is_counted_once())
    if asked.lost_limit is not None:
        conditions.append(_has_lost(asked.lost_limit, now, must_run=asked.lost_runs))
    if asked.mark is not None:
        conditions.append(_is_marked(asked.mark))
    return conditions


def is_counted_once() -> ColumnElement[bool]:
    """Of a mass complaint the leading file alone, and files with something of their own."""
    return ~exists().where(GroupMember.complaint_id == Complaint.id, *led_whole())


def _code(sent: Mapping[str, object], name: str) -> str:
    return str(sent.get(name, "")).strip()[:40]


def _times_asked(told: str) -> str:
    """NOTHING, or a number that a form takes."""
    return told if told == NOTHING or _TIMES.fullmatch(told) else ""


def _has_problem(asked: EntriesAsked) -> ColumnElement[bool]:
    """Of a matter of its own, or of the whole complaint where no matter has it; found true by the type that was found."""
    of_case, is_told = Matter.complaint_id == Complaint.id, Matter.category == asked.problem
    is_found = Matter.category_found == asked.problem
    is_true = and_(is_found, Matter.finding.in_(TRUE_AT_LEAST_IN_PART))
    of_matter = exists().where(
        of_case,
        is_true if asked.problem_true else is_told,
        *_times(asked, is_told),
        _is_about(asked, _is_of_matter()),
    )
    of_whole = and_(
        Complaint.category == asked.problem,
        ~exists().where(of_case, or_(is_told, is_found) if asked.problem_true else is_told),
        _is_about(asked, true()),
        *([_is_true()] if asked.problem_true else []),
    )
    if asked.problem_times not in ("", NOTHING):
        return of_matter
    return or_(of_matter, of_whole)


def _has_cause(asked: EntriesAsked) -> ColumnElement[bool]:
    is_main = exists().where(
        MatterCause.complaint_id == Matter.complaint_id,
        MatterCause.matter_no == Matter.no,
        MatterCause.code == asked.true_cause,
        MatterCause.is_main,
        MatterCause.ended_at.is_(None),
    )
    return exists().where(
        Matter.complaint_id == Complaint.id,
        Matter.finding.in_(TRUE_AT_LEAST_IN_PART),
        is_main.correlate(Matter),
        _is_about(asked, _is_of_matter()),
    )


def _is_of_matter() -> ColumnElement[bool]:
    return or_(Respondent.matter_no.is_(None), Respondent.matter_no == Matter.no)


def _times(asked: EntriesAsked, is_told: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    """A number that was told of another type is no number of this one."""
    if not asked.problem_times:
        return []
    if asked.problem_times == NOTHING:
        return [or_(Matter.times_told.is_(None), Matter.category.is_(None), ~is_told)]
    return [is_told, Matter.times_told == int(asked.problem_times)]


def _is_true() -> ColumnElement[bool]:
    """As `sum_up` says it of all matters: true in part as soon as anything is."""
    return exists().where(Matter.complaint_id == Complaint.id, Matter.finding.in_(TRUE_AT_LEAST_IN_PART))


def _is_about(asked: EntriesAsked, of_matter: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of the settled respondents of the matter one has these codes; NOTHING is met where there is none or one without."""
    if not asked.problem_unit and not asked.problem_item:
        return true()
    respondents = select_about(of_matter).correlate(Complaint, Matter)
    codes = [
        column.is_(None) if code == NOTHING else column == code
        for column, code in ((about_unit(), asked.problem_unit), (Respondent.item, asked.problem_item))
        if code
    ]
    is_named = respondents.where(*codes).exists()
    told = {code for code in (asked.problem_unit, asked.problem_item) if code}
    return or_(is_named, ~respondents.exists()) if told == {NOTHING} else is_named


def _has_lost(kind: ClockKind, now: datetime, *, must_run: bool) -> ColumnElement[bool]:
    runs_over = and_(Clock.stopped_at.is_(None), Clock.rung != Rung.PAUSED, Clock.due_at < now)
    return exists().where(
        Clock.complaint_id == Complaint.id,
        Clock.kind == kind,
        runs_over if must_run else or_(Clock.stopped_at > Clock.due_at, runs_over),
    )


def _is_marked(mark: MarkAsked) -> ColumnElement[bool]:
    if mark is MarkAsked.ASKED_AGAIN:
        number = select(func.count()).where(SupplementRequest.complaint_id == Complaint.id)
        return number.correlate(Complaint).scalar_subquery() >= ASKED_AGAIN
    if mark is MarkAsked.SENT_BACK:
        return exists().where(Referral.complaint_id == Complaint.id, Referral.objected_at.is_not(None))
    if mark is MarkAsked.REDONE:
        # The decision is sealed; what it opens has the limit of a redo, and of nothing else.
        limit = select(Clock.id).join(TimeLimitPolicy, TimeLimitPolicy.id == Clock.policy_id)
        of_redo = (Clock.complaint_id == Complaint.id, TimeLimitPolicy.key == REDO_LIMIT)
        return limit.where(*of_redo).correlate(Complaint).exists()
    repeated = or_(Matter.decision == MatterDecision.MERGE, Matter.nonaccept_ground.in_(REPEATED))
    return or_(
        exists().where(PriorMark.complaint_id == Complaint.id),
        exists().where(Matter.complaint_id == Complaint.id, repeated),
    )
