"""Gaps of open files, for those who supervise: line by line how many, and the files with the most first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from models.case.complaint import Complaint
from models.case.file_health import FileHealth, FileHealthGap, FileHealthMark
from models.case.lifecycle import Stage
from models.ground.codes import Role
from services.access.kept_away import must_keep_away
from services.actor import Actor, require_role
from services.file_review.sheet import Sheet, find_sheet
from services.office.unit_options import Option, list_every_unit_option
from services.unit_of_work import Unit, UnitOfWork

FILES_A_PAGE = 50
_LONGEST_AFTER = 50


@dataclass(frozen=True, slots=True)
class AskedGaps:
    """`line` is a code of the sheet, `unit_code` of the handling unit, both empty for all; `after` leads on."""

    line: str = ""
    unit_code: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class GapRow:
    """One open file with its gaps, by code."""

    complaint_id: str
    number: str
    stage: Stage
    handling_unit: str | None
    gaps: Sequence[str]
    points: int
    of_points: int
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class GapsPage:
    """`by_line` counts open files by the line that they do not keep; `is_whole`: every open file was seen by this sheet."""

    sheet: Sheet
    rows: Sequence[GapRow]
    by_line: Mapping[str, int]
    opened: int
    with_gaps: int
    units: Sequence[Option]
    after: str | None
    is_whole: bool


def list_gaps(asked: AskedGaps, unit_of_work: UnitOfWork, actor: Actor) -> GapsPage:
    """Of files that are the reader's to see: whoever must keep away from one finds it in no row and no number."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        sheet, mark = find_sheet(unit), unit.session.get(FileHealthMark, 1)
        seen = _conditions(asked, login, unit)
        found = _list(asked, seen, unit)
        cut = found[:FILES_A_PAGE]
        more = f"{cut[-1].gaps}.{cut[-1].complaint_id}" if len(found) > FILES_A_PAGE else None
        names = {line.code: None for line in sheet.lines}
        opened, with_gaps = unit.session.execute(
            select(func.count(), func.count().filter(FileHealth.gaps > 0))
            .join(Complaint, Complaint.id == FileHealth.complaint_id)
            .where(*seen)
        ).one()
        return GapsPage(
            sheet=sheet,
            rows=_tell(cut, unit),
            by_line={code: n for code, n in _count(seen, unit).items() if code in names},
            opened=opened,
            with_gaps=with_gaps,
            units=list_every_unit_option(unit),
            after=more,
            is_whole=mark is not None and mark.swept_to is None and mark.sheet_key == sheet.key,
        )


def _conditions(asked: AskedGaps, login: str, unit: Unit) -> list[ColumnElement[bool]]:
    """Of the unit that is asked for; the line is chosen of what these count."""
    conditions = [~must_keep_away(login, unit)]
    if asked.unit_code:
        conditions.append(Complaint.handling_unit == asked.unit_code)
    return conditions


def _list(asked: AskedGaps, seen: Sequence[ColumnElement[bool]], unit: Unit) -> Sequence[FileHealth]:
    query = (
        select(FileHealth)
        .join(Complaint, Complaint.id == FileHealth.complaint_id)
        .where(FileHealth.gaps > 0, *seen)
        .order_by(FileHealth.gaps.desc(), FileHealth.complaint_id.desc())
        .limit(FILES_A_PAGE + 1)
    )
    if asked.line:
        of_line = select(FileHealthGap.complaint_id).where(FileHealthGap.code == asked.line)
        query = query.where(FileHealth.complaint_id.in_(of_line))
    number, _, case = asked.after[:_LONGEST_AFTER].partition(".")
    if number.isascii() and number.isdecimal() and len(number) <= len("999"):
        after = int(number)
        query = query.where(
            or_(FileHealth.gaps < after, and_(FileHealth.gaps == after, FileHealth.complaint_id < case))
        )
    return unit.session.scalars(query).all()


def _count(seen: Sequence[ColumnElement[bool]], unit: Unit) -> dict[str, int]:
    rows = unit.session.execute(
        select(FileHealthGap.code, func.count())
        .join(Complaint, Complaint.id == FileHealthGap.complaint_id)
        .where(*seen)
        .group_by(FileHealthGap.code)
    )
    return {code: number for code, number in rows}


def _tell(cut: Sequence[FileHealth], unit: Unit) -> list[GapRow]:
    ids = [row.complaint_id for row in cut]
    cases = {
        case: (number, stage, home)
        for case, number, stage, home in unit.session.execute(
            select(Complaint.id, Complaint.number, Complaint.stage, Complaint.handling_unit).where(
                Complaint.id.in_(ids)
            )
        )
    }
    gaps: dict[str, list[str]] = {}
    for case, code in unit.session.execute(
        select(FileHealthGap.complaint_id, FileHealthGap.code)
        .where(FileHealthGap.complaint_id.in_(ids))
        .order_by(FileHealthGap.code)
    ):
        gaps.setdefault(case, []).append(code)
    return [
        GapRow(
            row.complaint_id,
            *cases[row.complaint_id],
            gaps.get(row.complaint_id, []),
            row.points,
            row.of_points,
            row.seen_at,
        )
        for row in cut
    ]
