"""A version of the score sheet is drafted, line by line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.ground.file_review_codes import SheetPart, SheetState
from models.office.score_sheet import (
    ENGLISH_LENGTH,
    LINE_LENGTH,
    SOURCE_LENGTH,
    ScoreSheet,
    ScoreSheetLine,
)
from services.actor import Actor, require_role
from services.file_review.checks import CHECKS
from services.file_review.sheet import list_lines
from services.forms.typed import read_number
from services.unit_of_work import Unit, UnitOfWork

MOST_LINES, MOST_POINTS = 60, 100
_CODE = re.compile(r"\A[a-z][a-z0-9_]{1,38}\Z")
BY_EXAMINER = "examiner"
FIELDS = ("code", "part", "name_zh", "name_en", "source", "points", "check")


@dataclass(frozen=True, slots=True)
class DraftSheet:
    """Rows as the form has them, by FIELDS; a row without a code and without a name is left out."""

    rows: Sequence[Mapping[str, str]]


def draft_sheet(command: DraftSheet, unit_of_work: UnitOfWork, actor: Actor) -> int:
    """The number of the draft. It takes the place of one's own earlier draft; another's stays beside it under its number,

    so that everybody is known who drafted. What says nothing else than the newest draft is no draft.
    InvalidInput at `FIELD_ROW` of the form; a check that there is not is NO_SUCH_CHECK at its line.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    lines, errors = _read(command.rows)
    if errors:
        raise InvalidInput(errors)
    with unit_of_work as unit:
        newest = _find_newest(unit)
        if newest is not None and newest.state is SheetState.DRAFT and _says(newest.no, lines, unit):
            return newest.no
        row = _take_draft(newest, login, unit)
        row.drafted_by, row.drafted_at = login, unit.clock.now()
        unit.session.add(row)
        unit.session.flush()
        unit.session.add_all(
            ScoreSheetLine(sheet_no=row.no, place=place, **line) for place, line in enumerate(lines)
        )
        unit.trail.add(None, "file_review.sheet_drafted", {"sheet": row.no}, actor)
        return row.no


def list_drafters(unit: Unit) -> tuple[int, frozenset[str]]:
    """The newest version's number, and who drafted since the last one that was published; 0 and nobody where there is none."""
    published = select(func.max(ScoreSheet.no)).where(ScoreSheet.state == SheetState.PUBLISHED)
    rows = unit.session.execute(
        select(ScoreSheet.no, ScoreSheet.drafted_by).where(
            ScoreSheet.no > (unit.session.scalar(published) or 0)
        )
    ).all()
    return max((no for no, _ in rows), default=0), frozenset(login for _, login in rows)


def _find_newest(unit: Unit) -> ScoreSheet | None:
    """The newest version, locked; whoever drafts at the same moment waits on it."""
    query = select(ScoreSheet).order_by(ScoreSheet.no.desc()).limit(1).with_for_update()
    numbers = select(func.max(ScoreSheet.no))
    newest = unit.session.scalars(query).one_or_none()
    while newest is not None and newest.no != unit.session.scalar(numbers):
        # Another version came while this one was waited for.
        newest = unit.session.scalars(query).one_or_none()
    return newest


def _take_draft(newest: ScoreSheet | None, login: str, unit: Unit) -> ScoreSheet:
    """One's own open draft without its lines, else the next number."""
    if newest is not None and newest.state is SheetState.DRAFT and newest.drafted_by == login:
        unit.session.execute(delete(ScoreSheetLine).where(ScoreSheetLine.sheet_no == newest.no))
        return newest
    return ScoreSheet(no=1 if newest is None else newest.no + 1, state=SheetState.DRAFT)


def _says(sheet_no: int, lines: Sequence[Mapping[str, object]], unit: Unit) -> bool:
    """Whether the version has these lines in this order."""
    kept = [{name: getattr(line, name) for name in FIELDS} for line in list_lines(sheet_no, unit)]
    return kept == list(lines)


def _read(rows: Sequence[Mapping[str, str]]) -> tuple[list[dict[str, object]], dict[str, str]]:
    lines: list[dict[str, object]] = []
    errors: dict[str, str] = {}
    codes: set[str] = set()
    for place, row in enumerate(rows):
        told = {name: row.get(name, "").strip() for name in FIELDS}
        if not told["code"] and not told["name_zh"]:
            continue
        wrong = _find_faults(told)
        if told["code"] in codes:
            wrong.setdefault("code", "TWICE")
        codes.add(told["code"])
        errors |= {f"{name}_{place}": code for name, code in wrong.items()}
        if not wrong:
            check = None if told["check"] == BY_EXAMINER else told["check"]
            lines.append(
                {**told, "part": SheetPart(told["part"]), "points": int(told["points"]), "check": check}
            )
    if not lines and not errors:
        errors["code_0"] = "REQUIRED"
    if len(lines) > MOST_LINES:
        errors["code_0"] = "TOO_MANY"
    return lines, errors


def _find_faults(told: Mapping[str, str]) -> dict[str, str]:
    faults: dict[str, str] = {}
    for name, longest in (("name_zh", LINE_LENGTH), ("name_en", ENGLISH_LENGTH), ("source", SOURCE_LENGTH)):
        if not told[name] or len(told[name]) > longest:
            faults[name] = "TOO_LONG" if told[name] else "REQUIRED"
    if not _CODE.match(told["code"]):
        faults["code"] = "PATTERN" if told["code"] else "REQUIRED"
    if told["part"] not in set(SheetPart):
        faults["part"] = "REQUIRED"
    if read_number(told["points"], 1, MOST_POINTS) is None:
        faults["points"] = "NOT_1_TO_100"
    if told["check"] != BY_EXAMINER and told["check"] not in CHECKS:
        faults["check"] = "NO_SUCH_CHECK" if told["check"] else "REQUIRED"
    return faults
