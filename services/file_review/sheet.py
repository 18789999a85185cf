"""The score sheet in force: the newest that was published, in an office that has published none the one that is shipped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select

from models.ground.file_review_codes import SheetPart, SheetState
from models.office.score_sheet import ScoreSheet, ScoreSheetLine
from models.store.seeds import read_seed
from services.unit_of_work import Unit

SHIPPED = 0
_KEY_LENGTH = 32


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line: `check` names the rule that judges it, None where an examiner does."""

    code: str
    part: SheetPart
    name_zh: str
    name_en: str
    source: str
    points: int
    check: str | None

    def name(self, language: str) -> str:
        """In `zh` or `en`."""
        return self.name_en if language == "en" else self.name_zh


@dataclass(frozen=True, slots=True)
class Sheet:
    """`no` is SHIPPED for the one that comes with the product, which nobody of the office has looked at."""

    no: int
    lines: Sequence[SheetLine]

    @property
    def key(self) -> str:
        """A digest of its lines: another text is another sheet."""
        told = json.dumps(lines_to_json(self.lines), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:_KEY_LENGTH]


def find_sheet(unit: Unit) -> Sheet:
    """The one in force."""
    row = unit.session.scalars(
        select(ScoreSheet)
        .where(ScoreSheet.state == SheetState.PUBLISHED)
        .order_by(ScoreSheet.no.desc())
        .limit(1)
    ).one_or_none()
    return shipped_sheet() if row is None else Sheet(row.no, list_lines(row.no, unit))


def shipped_sheet() -> Sheet:
    """As it comes with the product."""
    return Sheet(SHIPPED, lines_from_json(read_seed("score_sheet")["lines"]))


def list_lines(sheet_no: int, unit: Unit) -> list[SheetLine]:
    """The lines of a version, in their order."""
    rows = unit.session.scalars(
        select(ScoreSheetLine).where(ScoreSheetLine.sheet_no == sheet_no).order_by(ScoreSheetLine.place)
    )
    return [
        SheetLine(row.code, row.part, row.name_zh, row.name_en, row.source, row.points, row.check)
        for row in rows
    ]


def lines_to_json(lines: Sequence[SheetLine]) -> list[dict[str, object]]:
    """As a round keeps the sheet that it goes by."""
    return [asdict(line) for line in lines]


def lines_from_json(kept: Sequence[Mapping[str, object]]) -> list[SheetLine]:
    """The reverse."""
    return [
        SheetLine(
            str(row["code"]),
            SheetPart(str(row["part"])),
            str(row["name_zh"]),
            str(row["name_en"]),
            str(row["source"]),
            int(str(row["points"])),
            None if row["check"] is None else str(row["check"]),
        )
        for row in kept
    ]
