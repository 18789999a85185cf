"""The entries of complaints as the database has them now (entries.py): a fixed number of statements for a thousand of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import Rung, Stage
from models.case.matter import COUNTED_PROBLEMS, Matter
from models.case.respondent import Respondent
from models.clock.clock import Clock
from models.clock.legal_time import beijing_date
from models.ground.codes import TRUE_AT_LEAST_IN_PART, Category
from models.ledger.trail_event import TrailEvent
from models.office.staff import Staff
from services.figures.entries import ENTRIES
from services.ledger.about import about_unit, is_settled
from services.ledger.batch import Batch, by_case
from services.ledger.investigation import sum_up
from services.ledger.ledger_row import Opened
from services.ports.figures import Value

# The number of the matter of what is on record of the whole complaint alone.
_WHOLE = 0
_About = tuple[int | None, str, str]
# Its type, the number of its matter, and how often told and found.
_Problem = tuple[Category, int, int | None, int | None]
_Row = tuple[_Problem, str, str]


def read_entries(opened: Opened) -> dict[str, dict[str, Value]]:
    """By complaint: a value for each of ENTRIES."""
    batch = opened.batch
    parts = (_read_problems(opened), _read_stages(opened), _read_limits(batch))
    return {
        case: {name: () for name in ENTRIES}
        | {name: value for part in parts for name, value in part.get(case, {}).items()}
        for case in batch.cases
    }


def _read_problems(opened: Opened) -> dict[str, dict[str, Value]]:
    batch, matters, about = opened.batch, opened.matters, _map_respondents(opened.batch)
    told: dict[str, dict[str, Value]] = {}
    for case, complaint in batch.cases.items():
        of_case, named = matters.get(case, ()), about.get(case, ())
        rows = _beside_respondents(_list_told(complaint, of_case), named)
        true = _beside_respondents(_list_true(complaint, of_case), named)
        if rows or true:
            told[case] = _as_columns("problem", rows) | _as_columns("true", true)
            told[case]["problem_told"] = tuple(problem[2] for problem, _, _ in rows)
            told[case]["true_told"] = tuple(problem[2] for problem, _, _ in true)
            told[case]["true_found"] = tuple(problem[3] for problem, _, _ in true)
    return told


def _beside_respondents(problems: Sequence[_Problem], named: Sequence[_About]) -> list[_Row]:
    return [
        (problem, unit_code, item) for problem in problems for unit_code, item in _about(problem[1], named)
    ]


def _as_columns(name: str, rows: Sequence[_Row]) -> dict[str, Value]:
    return {
        f"{name}_kinds": tuple(problem[0].value for problem, _, _ in rows),
        f"{name}_nos": tuple(problem[1] for problem, _, _ in rows),
        f"{name}_units": tuple(unit_code for _, unit_code, _ in rows),
        f"{name}_items": tuple(item for _, _, item in rows),
    }


def _list_told(complaint: Complaint, matters: Sequence[Matter]) -> list[_Problem]:
    """Of each matter its own; the category of the whole complaint where no matter has it as its own."""
    told: list[_Problem] = [
        (matter.category, matter.no, matter.times_told, None)
        for matter in matters
        if matter.category in COUNTED_PROBLEMS
    ]
    whole = complaint.category
    if whole in COUNTED_PROBLEMS and whole not in {problem[0] for problem in told}:
        told.append((whole, _WHOLE, None, None))
    return told


def _list_true(complaint: Complaint, matters: Sequence[Matter]) -> list[_Problem]:
    """Of what was found true: the type as found, with the number that was told of the same one; the whole as above."""
    true: list[_Problem] = [
        (
            matter.category_found,
            matter.no,
            matter.times_told if matter.category == matter.category_found else None,
            matter.times_found,
        )
        for matter in matters
        if matter.category_found in COUNTED_PROBLEMS and matter.finding in TRUE_AT_LEAST_IN_PART
    ]
    whole, own = (
        complaint.category,
        {kind for matter in matters for kind in (matter.category, matter.category_found)},
    )
    if whole in COUNTED_PROBLEMS and whole not in own:
        found = sum_up([matter.finding for matter in matters if matter.finding is not None])
        if found in TRUE_AT_LEAST_IN_PART:
            true.append((whole, _WHOLE, None, None))
    return true


def _about(no: int, respondents: Sequence[_About]) -> list[tuple[str, str]]:
    """The unit and item of each respondent of the matter or of all of them, each pair once; empty codes where none is named."""
    of_matter = [
        (unit_code, item)
        for matter_no, unit_code, item in respondents
        if no == _WHOLE or matter_no in (None, no)
    ]
    return list(dict.fromkeys(of_matter)) or [("", "")]


def _map_respondents(batch: Batch) -> dict[str, list[_About]]:
    rows = batch.unit.session.execute(
        select(Respondent.complaint_id, Respondent.matter_no, about_unit(), Respondent.item)
        .outerjoin(Staff, Staff.login == Respondent.staff_id)
        .where(Respondent.complaint_id.in_(batch.ids), Respondent.in_force(), is_settled())
        .order_by(Respondent.complaint_id, Respondent.no)
    )
    return by_case((case, (no, unit_code or "", item or "")) for case, no, unit_code, item in rows)


def _read_stages(opened: Opened) -> dict[str, dict[str, Value]]:
    batch, still = opened.batch, {case: stood.days for case, stood in opened.still.items()}
    told: dict[str, dict[str, Value]] = {}
    for case, moves in _map_moves(batch).items():
        days = _count_stages(batch.cases[case], moves, still.get(case, frozenset()), batch)
        told[case] = {"stages_left": tuple(days), "stage_workdays": tuple(days.values())}
    return told


def _map_moves(batch: Batch) -> dict[str, list[tuple[datetime, Stage]]]:
    """When which stage was left."""
    rows = batch.unit.session.execute(
        select(TrailEvent.complaint_id, TrailEvent.at, TrailEvent.payload)
        .where(TrailEvent.complaint_id.in_(batch.ids), TrailEvent.kind == "stage.entered")
        .order_by(TrailEvent.seq)
    )
    return by_case(
        (case, (at, Stage(payload["from"])))
        for case, at, payload in rows
        if case is not None and payload.get("from") in set(Stage)
    )


def _count_stages(
    complaint: Complaint, moves: Iterable[tuple[datetime, Stage]], still: frozenset[date], batch: Batch
) -> dict[str, int | None]:
    """The working days in each stage that is not the present one, all stays together, without those that stood still.

    The day of entering is not counted, as with limits; None where the calendar does not reach. A closed file waits for nobody.
    """
    days: dict[str, int | None] = {}
    entered = complaint.effective_received
    for at, stage in moves:
        left = beijing_date(at)
        whole, before = batch.count_workdays(entered, max(entered, left)), days.get(stage.value, 0)
        paused = sum(entered < day <= left for day in still)
        days[stage.value] = None if whole is None or before is None else before + whole - paused
        entered = max(entered, left)
    for stage in (complaint.stage, Stage.ARCHIVED):
        days.pop(stage.value, None)
    return days


def _read_limits(batch: Batch) -> dict[str, dict[str, Value]]:
    rows = batch.unit.session.execute(
        select(Clock.complaint_id, Clock.kind, Clock.due_at, Clock.stopped_at, Clock.rung)
        .where(Clock.complaint_id.in_(batch.ids))
        .order_by(Clock.complaint_id, Clock.opened_at, Clock.id)
    )
    return {
        case: _tell_limits(limits, batch)
        for case, limits in by_case((row[0], row[1:]) for row in rows).items()
    }


def _tell_limits(limits: Iterable[Sequence[object]], batch: Batch) -> dict[str, Value]:
    """Those that ended after their day, with the working days since, and those that run, lost from their day on.

    One that stands still is not lost, as long as it does.
    """
    lost: list[tuple[str, int | None, datetime]] = []
    for kind, due_at, stopped_at, rung in limits:
        assert isinstance(due_at, datetime)  # noqa: S101 - a column that is never empty
        if isinstance(stopped_at, datetime):
            if stopped_at > due_at:
                over = batch.count_workdays(beijing_date(due_at), beijing_date(stopped_at))
                lost.append((str(kind), over, due_at))
        elif rung is not Rung.PAUSED:
            lost.append((str(kind), None, due_at))
    return {
        "lost_limits": tuple(kind for kind, _, _ in lost),
        "lost_workdays": tuple(days for _, days, _ in lost),
        "lost_from": tuple(due_at for _, _, due_at in lost),
    }
