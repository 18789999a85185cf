"""How each line of a sheet stands in a file: the one function that the live page, the list and the review of closed files ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.ground.file_review_codes import LineStanding
from services.file_review.checks import CHECKS
from services.file_review.facts import FileFacts
from services.file_review.sheet import SheetLine

JUDGED = frozenset({LineStanding.KEPT, LineStanding.GAP})


@dataclass(frozen=True, slots=True)
class Health:
    """`standings` by code of the line; `points` of `of_points` are of lines that a rule judged."""

    standings: Mapping[str, LineStanding]
    points: int
    of_points: int

    @property
    def gaps(self) -> tuple[str, ...]:
        """The codes of the lines that are not kept."""
        return tuple(code for code, standing in self.standings.items() if standing is LineStanding.GAP)


def judge_file(lines: Sequence[SheetLine], facts: FileFacts) -> Health:
    """Of every line of the sheet; one whose rule this release does not know is for a person."""
    standings = {line.code: _judge(line, facts) for line in lines}
    judged = [line for line in lines if standings[line.code] in JUDGED]
    kept = [line for line in judged if standings[line.code] is LineStanding.KEPT]
    return Health(standings, sum(line.points for line in kept), sum(line.points for line in judged))


def _judge(line: SheetLine, facts: FileFacts) -> LineStanding:
    check = None if line.check is None else CHECKS.get(line.check)
    return LineStanding.BY_PERSON if check is None else check(facts)
