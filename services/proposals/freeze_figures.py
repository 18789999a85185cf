"""What was seen, as numbers that stay with a proposal: read where they come from, never typed; small groups are kept away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from models.case.reviewed_file import SETTLED_PLACE, FileMark, ReviewedFile
from models.ground.base import JsonObject
from models.ground.errors import NotFound
from models.ground.file_review_codes import Mark, ReviewedFileState
from models.ground.measure_codes import MeasureSpan
from models.ground.openness_codes import CommentState
from models.ground.proposal_codes import ProposalFigure, ProposalSource
from models.ground.small_group import is_small
from models.office.file_review_round import FileReviewRound
from models.office.measure import Measure, MeasureCheck
from models.office.office_comment import OfficeComment
from models.office.study import Study
from services.actor import Actor
from services.figures.ask_entries import AskedEntries
from services.figures.count_lost import count_lost
from services.figures.count_stages import count_stages
from services.figures.counted_until import require_counted
from services.unit_of_work import Unit, UnitFactory

BETWEEN = ":"
_LOST = (Mark.PARTLY, Mark.NOT_MET)
_Figure = ProposalFigure


@dataclass(frozen=True, slots=True)
class Learnt:
    """`ref` is an id of what `source` names, of a stage or a limit its code; `asked` the days of these two."""

    source: ProposalSource
    ref: str = ""
    asked: AskedEntries | None = None


def freeze_figures(learnt: Learnt, make_unit: UnitFactory, actor: Actor) -> list[JsonObject]:
    """Each {code, value, since, until}; value None for a group so small that nothing is told of it.

    NotFound for what is not there; FiguresAway while the store of figures is away, FiguresBehind while it does not hold the
    days of a stage or a limit.
    """
    if learnt.source is ProposalSource.HAND:
        return []
    if "\x00" in learnt.ref:
        raise NotFound
    if learnt.source in _OF_PERIODS:
        if learnt.asked is None:
            raise NotFound
        require_counted(learnt.asked.period.ends, make_unit())
        return _OF_PERIODS[learnt.source](learnt, make_unit, actor)
    with make_unit().reading() as unit:
        return _OF_ROWS[learnt.source](learnt.ref, unit)


def _tell(code: _Figure, value: float | None, days: tuple[str, str] | None, base: int) -> JsonObject:
    """`base`: how many complaints or files it tells of."""
    since, until = days or (None, None)
    return {
        "code": code.value,
        "value": None if is_small(base) else value,
        "since": since,
        "until": until,
    }


def _of_study(ref: str, unit: Unit) -> list[JsonObject]:
    row = unit.session.get(Study, ref)
    if row is None:
        raise NotFound
    seen = row.figures["seen"]
    if not isinstance(seen, Mapping):
        raise TypeError("seen")
    told, found = int(str(seen["told"])), int(str(seen["found"]))
    days = (str(seen["since"]), str(seen["until"]))
    # The rest of a number that is told and one that is not would be told too.
    hides = is_small(told) or is_small(told - found)
    return [
        _tell(_Figure.STUDY_TOLD, told, days, told),
        _tell(_Figure.STUDY_FOUND, None if hides else found, days, found),
    ]


def _of_measure(ref: str, unit: Unit) -> list[JsonObject]:
    if unit.session.get(Measure, ref) is None:
        raise NotFound
    newest = (
        select(MeasureCheck).where(MeasureCheck.measure_id == ref).order_by(MeasureCheck.no.desc()).limit(1)
    )
    check = unit.session.scalars(newest).first()
    spans = check.figures.get("spans", {}) if check is not None else {}
    if not isinstance(spans, Mapping):
        raise TypeError("spans")
    figures = []
    for span, code in (
        (MeasureSpan.BEFORE, _Figure.MEASURE_BEFORE),
        (MeasureSpan.AFTER, _Figure.MEASURE_AFTER),
    ):
        if span.value in spans:
            of = spans[span.value]
            figures.append(_tell(code, of["found"], (of["days"][0][0], of["days"][-1][1]), of["found"]))
    return figures


def _of_comment(ref: str, unit: Unit) -> list[JsonObject]:
    query = select(OfficeComment.state).where(OfficeComment.id == ref)
    if unit.session.scalar(query) is not CommentState.PASSED_ON:
        raise NotFound
    return []


def _of_review(ref: str, unit: Unit) -> list[JsonObject]:
    """Of a line of the score sheet in one round: `ref` is the id of the round, a colon and the code of the line."""
    round_id, _, code = ref.partition(BETWEEN)
    row = unit.session.get(FileReviewRound, round_id)
    if row is None:
        raise NotFound
    marks = (
        select(FileMark.mark, func.count())
        .join(ReviewedFile, ReviewedFile.id == FileMark.file_id)
        .where(
            ReviewedFile.round_id == round_id,
            ReviewedFile.state == ReviewedFileState.SETTLED,
            FileMark.place == SETTLED_PLACE,
            FileMark.code == code,
            FileMark.mark != Mark.NOT_ASKED,
        )
        .group_by(FileMark.mark)
    )
    numbers: dict[Mark, int] = {mark: number for mark, number in unit.session.execute(marks)}
    if not numbers:
        raise NotFound
    asked, lost = sum(numbers.values()), sum(numbers.get(mark, 0) for mark in _LOST)
    days = (row.begins_on.isoformat(), row.ends_on.isoformat())
    hides = is_small(asked) or is_small(asked - lost)
    return [
        _tell(_Figure.REVIEW_FILES, asked, days, asked),
        _tell(_Figure.REVIEW_LOST, None if hides else lost, days, lost),
    ]


def _of_stage(learnt: Learnt, make_unit: UnitFactory, actor: Actor) -> list[JsonObject]:
    if learnt.asked is None:
        raise NotFound
    table = count_stages(learnt.asked, make_unit(), actor)
    line = next((one for one in table.lines if one.code == learnt.ref), None)
    if line is None or line.spread is None:
        raise NotFound
    numbers = {
        _Figure.STAGE_CASES: line.cases,
        _Figure.STAGE_DAYS: line.spread.total,
        _Figure.STAGE_MEDIAN: line.spread.median,
        _Figure.STAGE_NINE_OF_TEN: line.spread.p90,
    }
    return [_tell(code, number, _days(learnt.asked), line.cases) for code, number in numbers.items()]


def _of_limit(learnt: Learnt, make_unit: UnitFactory, actor: Actor) -> list[JsonObject]:
    if learnt.asked is None:
        raise NotFound
    table = count_lost(learnt.asked, make_unit(), actor)
    line = next((one for one in table.totals if one.code == learnt.ref), None)
    if line is None:
        raise NotFound
    days = _days(learnt.asked)
    return [
        _tell(_Figure.LIMIT_LOST, line.entries, days, line.cases),
        _tell(_Figure.LIMIT_CASES, line.cases, days, line.cases),
    ]


def _days(asked: AskedEntries) -> tuple[str, str]:
    return asked.period.begins.isoformat(), asked.period.ends.isoformat()


_OF_ROWS: Mapping[ProposalSource, Callable[[str, Unit], list[JsonObject]]] = {
    ProposalSource.STUDY: _of_study,
    ProposalSource.MEASURE: _of_measure,
    ProposalSource.COMMENT: _of_comment,
    ProposalSource.REVIEW: _of_review,
}
_OF_PERIODS: Mapping[ProposalSource, Callable[[Learnt, UnitFactory, Actor], list[JsonObject]]] = {
    ProposalSource.STAGE: _of_stage,
    ProposalSource.LIMIT: _of_limit,
}
