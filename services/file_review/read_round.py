"""One round: how it was drawn, its files, what came out by stratum, and how far the examiners agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.reviewed_file import FileDefect, FileExaminer, FileMark, ReviewedFile
from models.ground.codes import Role
from models.ground.errors import NotFound
from models.ground.file_review_codes import DefectState, Mark, ReviewedFileState, Stratum
from models.office.file_review_round import FileReviewRound
from services.access.kept_away import is_kept_away
from services.actor import Actor, require_role
from services.file_review.agreement import cohens_kappa
from services.file_review.draw import Key
from services.file_review.examiners import PLACES
from services.file_review.propose_step import may_end
from services.file_review.sheet import lines_from_json
from services.office.people_names import map_people_names
from services.office.unit_options import map_unit_names
from services.unit_of_work import Unit, UnitOfWork

# Files of a stratum below which its mean is not shown beside others.
FEWEST_TO_COMPARE = 5


@dataclass(frozen=True, slots=True)
class StratumLine:
    """How many files there are, were drawn and are settled; `hundredths` is their mean, None for too few."""

    key: Key
    files: int
    drawn: int
    settled: int
    hundredths: int | None


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file that the reader may see; `orders` open, `checked` of all."""

    file: ReviewedFile
    number: str
    examiners: Sequence[FileExaminer]
    orders: Sequence[FileDefect]


@dataclass(frozen=True, slots=True)
class RoundPage:
    """`hundredths` is the mean of settled files, `kappa` of `compared` lines that examiners judge, `lost` how often by line.

    `may_end`: the reader may end it before each of its files is settled.
    """

    round: FileReviewRound
    strata: Sequence[Stratum]
    by_stratum: Sequence[StratumLine]
    files: Sequence[FileLine]
    settled: int
    hundredths: int | None
    kappa: float | None
    compared: int
    lost: Sequence[tuple[str, int]]
    line_names: Mapping[str, tuple[str, str]]
    people: Mapping[str, str]
    unit_names: Mapping[str, str]
    login: str
    may_end: bool


def read_round(round_id: str, unit_of_work: UnitOfWork, actor: Actor) -> RoundPage:
    """For those who supervise; files that the reader must keep away from are in the numbers of all, and in no row."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        row = unit.session.get(FileReviewRound, round_id)
        if row is None:
            raise NotFound
        files = unit.session.scalars(
            select(ReviewedFile).where(ReviewedFile.round_id == row.id).order_by(ReviewedFile.no)
        ).all()
        lines = lines_from_json(row.lines or ())
        marks = _read_marks(row.id, unit)
        pairs = _list_pairs(files, {line.code for line in lines if line.check is None}, marks)
        shown = _list_lines(files, login, unit)
        logins = {one.login for line in shown for one in line.examiners}
        logins |= {login for login in (row.led_by, row.ended_by) if login}
        settled = [one for one in files if one.hundredths is not None]
        return RoundPage(
            round=row,
            strata=[Stratum(one) for one in row.strata],
            by_stratum=_list_strata(row, files),
            files=shown,
            settled=sum(one.state is ReviewedFileState.SETTLED for one in files),
            hundredths=_mean(settled),
            kappa=cohens_kappa(pairs),
            compared=len(pairs),
            lost=_count_lost([line.code for line in lines], marks),
            line_names={line.code: (line.name_zh, line.name_en) for line in lines},
            people=map_people_names(unit, logins=logins),
            unit_names=map_unit_names(unit),
            login=login,
            may_end=may_end(row, login, unit),
        )


_Marks = Mapping[tuple[str, int], Mapping[str, Mark]]


def _read_marks(round_id: str, unit: Unit) -> _Marks:
    """By file and place; notes stay sealed."""
    rows = unit.session.execute(
        select(FileMark.file_id, FileMark.place, FileMark.code, FileMark.mark)
        .join(ReviewedFile, ReviewedFile.id == FileMark.file_id)
        .where(ReviewedFile.round_id == round_id)
    )
    found: dict[tuple[str, int], dict[str, Mark]] = {}
    for file, place, code, mark in rows:
        found.setdefault((file, place), {})[code] = mark
    return found


def _list_pairs(files: Sequence[ReviewedFile], codes: set[str], marks: _Marks) -> list[tuple[Mark, Mark]]:
    """Only once both have scored: of lines that no rule judges, which the form would have filled in for both."""
    pairs: list[tuple[Mark, Mark]] = []
    for file in files:
        if file.state is not ReviewedFileState.EXAMINING:
            first, second = (marks.get((file.id, place), {}) for place in PLACES)
            pairs += [(first[code], second[code]) for code in sorted(codes & first.keys() & second.keys())]
    return pairs


def _count_lost(codes: Sequence[str], marks: _Marks) -> list[tuple[str, int]]:
    lost = {
        code: sum(
            said.get(code) in (Mark.PARTLY, Mark.NOT_MET) for (_, place), said in marks.items() if not place
        )
        for code in codes
    }
    return sorted(((code, number) for code, number in lost.items() if number), key=lambda one: -one[1])


def _list_strata(row: FileReviewRound, files: Sequence[ReviewedFile]) -> list[StratumLine]:
    lines = []
    for key, number, drawn in row.counts or ():
        of_key = [one for one in files if list(one.stratum) == list(key) and one.hundredths is not None]
        mean = _mean(of_key) if len(of_key) >= FEWEST_TO_COMPARE else None
        lines.append(StratumLine(tuple(key), number, drawn, len(of_key), mean))
    return lines


def _mean(files: Sequence[ReviewedFile]) -> int | None:
    told = [one.hundredths for one in files if one.hundredths is not None]
    return round(sum(told) / len(told)) if told else None


def _list_lines(files: Sequence[ReviewedFile], login: str, unit: Unit) -> list[FileLine]:
    ids = [one.id for one in files]
    seen = {
        case: number
        for case, number in unit.session.execute(
            select(Complaint.id, Complaint.number).where(
                Complaint.id.in_([one.complaint_id for one in files]),
                ~is_kept_away(Complaint.id, login, unit),
            )
        )
    }
    examiners: dict[str, list[FileExaminer]] = {}
    for row in unit.session.scalars(
        select(FileExaminer)
        .where(FileExaminer.file_id.in_(ids))
        .order_by(FileExaminer.file_id, FileExaminer.place)
    ):
        examiners.setdefault(row.file_id, []).append(row)
    orders: dict[str, list[FileDefect]] = {}
    for order in unit.session.scalars(
        select(FileDefect).where(FileDefect.file_id.in_(ids)).order_by(FileDefect.due_on, FileDefect.id)
    ):
        orders.setdefault(order.file_id, []).append(order)
    return [
        FileLine(one, seen[one.complaint_id], examiners.get(one.id, ()), orders.get(one.id, ()))
        for one in files
        if one.complaint_id in seen
    ]


def count_open(orders: Sequence[FileDefect]) -> int:
    """Of these, how many are not made good."""
    return sum(one.state is not DefectState.CHECKED for one in orders)
