"""卷宗体检: how the file of one complaint stands by the score sheet now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.ground.file_review_codes import LineStanding, SheetPart
from services.file_review.facts import read_facts
from services.file_review.judge_file import Health, judge_file
from services.file_review.sheet import Sheet, SheetLine, find_sheet
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class HealthPage:
    """The sheet in force and what its rules say of this file."""

    sheet: Sheet
    health: Health

    def lines_of(self, part: SheetPart) -> Sequence[SheetLine]:
        """The lines of a part, gaps first, what is not asked of this file last."""
        order = list(_ORDER)
        lines = [line for line in self.sheet.lines if line.part is part]
        return sorted(lines, key=lambda line: order.index(self.health.standings[line.code]))


_ORDER = (
    LineStanding.GAP,
    LineStanding.BY_PERSON,
    LineStanding.NOT_DUE,
    LineStanding.KEPT,
    LineStanding.NOT_ASKED,
)


def read_health(complaint: Complaint, unit: Unit) -> HealthPage:
    """Of a file that the caller may read."""
    sheet = find_sheet(unit)
    return HealthPage(sheet, judge_file(sheet.lines, read_facts([complaint.id], unit)[complaint.id]))
