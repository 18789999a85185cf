"""One file of a round with what its pages and acts ask of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.case.reviewed_file import FileExaminer, FileMark, ReviewedFile
from models.ground.codes import Role
from models.ground.errors import NotFound
from models.ground.file_review_codes import LineStanding, Mark, ReviewRoundState
from models.office.file_review_round import FileReviewRound
from services.access.find_exclusion import find_exclusion
from services.actor import Actor, staff_id_of
from services.file_review.sheet import SheetLine, lines_from_json
from services.unit_of_work import Unit

# What a rule says of a line, as an examiner would.
MARK_OF: Mapping[str, Mark] = {
    LineStanding.KEPT.value: Mark.MET,
    LineStanding.GAP.value: Mark.NOT_MET,
    LineStanding.NOT_ASKED.value: Mark.NOT_ASKED,
}
_HALVES = {Mark.MET: 2, Mark.PARTLY: 1, Mark.NOT_MET: 0}
_WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class FileOfRound:
    """`place` is that of the reader among its examiners, None for who only supervises."""

    file: ReviewedFile
    round: FileReviewRound
    lines: Sequence[SheetLine]
    examiners: Sequence[FileExaminer]
    login: str
    supervises: bool

    @property
    def is_examined(self) -> bool:
        """Whether its round goes on: one may be ended before each of its files is settled."""
        return self.round.state is ReviewRoundState.EXAMINING

    @property
    def place(self) -> int | None:
        """The reader's own."""
        return next((row.place for row in self.examiners if row.login == self.login), None)

    @property
    def own(self) -> FileExaminer | None:
        """The reader as examiner."""
        return next((row for row in self.examiners if row.login == self.login), None)

    def said_by_rule(self, code: str) -> Mark | None:
        """What the rule of the line said when the file was drawn; None where a person judges it."""
        return MARK_OF.get(self.file.standings.get(code, ""))


def get_file(key: tuple[str, int], unit: Unit, actor: Actor, *, for_update: bool = False) -> FileOfRound:
    """By round and number there.

    NotFound for others than its examiners and those who supervise, and for who must keep away from its case.
    """
    login, (round_id, no) = staff_id_of(actor), key
    # A number of any length is no file.
    if not 1 <= no <= 10_000:
        raise NotFound
    query = select(ReviewedFile).where(ReviewedFile.round_id == round_id, ReviewedFile.no == no)
    file = unit.session.scalars(query.with_for_update() if for_update else query).one_or_none()
    if file is None:
        raise NotFound
    row = unit.session.get_one(FileReviewRound, round_id)
    examiners = unit.session.scalars(
        select(FileExaminer).where(FileExaminer.file_id == file.id).order_by(FileExaminer.place)
    ).all()
    supervises = bool(actor.roles & {Role.SUPERVISOR, Role.DIRECTOR})
    if not supervises and all(one.login != login for one in examiners):
        raise NotFound
    if find_exclusion(file.complaint_id, login, unit) is not None:
        raise NotFound
    return FileOfRound(file, row, lines_from_json(row.lines or ()), examiners, login, supervises)


def map_marks(file_id: str, unit: Unit) -> dict[int, dict[str, FileMark]]:
    """By place and code; who may see them is the caller's to ask."""
    found: dict[int, dict[str, FileMark]] = {}
    for row in unit.session.scalars(select(FileMark).where(FileMark.file_id == file_id)):
        found.setdefault(row.place, {})[row.code] = row
    return found


def list_differing(lines: Sequence[SheetLine], marks: Mapping[int, Mapping[str, FileMark]]) -> list[str]:
    """The codes of the lines of which the two examiners say different things."""
    first, second = marks.get(1, {}), marks.get(2, {})
    return [
        line.code
        for line in lines
        if line.code in first and line.code in second and first[line.code].mark is not second[line.code].mark
    ]


def work_out(lines: Sequence[SheetLine], marks: Mapping[str, FileMark]) -> int | None:
    """The share of the points of the lines that are asked, of a hundred in hundredths; None where none is."""
    asked = [(line.points, _HALVES[marks[line.code].mark]) for line in lines if _is_asked(line, marks)]
    whole = sum(points for points, _ in asked) * 2
    return round(sum(points * halves for points, halves in asked) * _WHOLE / whole) if whole else None


def _is_asked(line: SheetLine, marks: Mapping[str, FileMark]) -> bool:
    return line.code in marks and marks[line.code].mark in _HALVES
