"""The numbers of a what-if, added up case by case; as JSON they are numbers by codes alone.

`cases`, `limits`; `numbers` by WhatIfNumber; `apart` by NotReplayed; `by` group and code in the order of COLUMNS; `slack`
before and after by Slack, of limits that have ended; of tables of rules how many were `asked`, how many `changed`, `moves`, how
many would be of another class (`reclassed`), of how many that cannot be computed (`unclassed`), and `hits` by group and code in
the order of HITS.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from models.clock.calendar_days import CalendarYearMissing, WorkCalendar
from models.clock.legal_time import beijing_date
from models.ground.what_if_codes import NotReplayed, WhatIfGroup, WhatIfNumber
from services.what_if.judge import Judged
from services.what_if.read_ran import RanCase, stage_of
from services.what_if.try_rules import TriedCase

COLUMNS = ("cases", "limits", *WhatIfNumber)
HITS = ("asked", "changed")
# Those of the case; a suggestion stands in no stage of its own.
HIT_GROUPS = tuple(group for group in WhatIfGroup if group is not WhatIfGroup.STAGE)
# Of fewer, who they are could be guessed.
LEAST_PEOPLE = 5
ARROW = " → "


class Slack(StrEnum):
    """How many working days were left when a limit ended, or by how many it was passed."""

    LATE_MANY = "late_many"
    LATE_SOME = "late_some"
    LATE_FEW = "late_few"
    LAST_DAY = "last_day"
    LEFT_FEW = "left_few"
    LEFT_SOME = "left_some"
    LEFT_MANY = "left_many"


_FEW, _SOME = 2, 5


@dataclass(frozen=True, slots=True)
class Calendars:
    """By which working days are counted before and under the candidate."""

    today: WorkCalendar
    then: WorkCalendar


@dataclass(slots=True)
class Tally:
    """What batches add up to."""

    cases: int = 0
    limits: int = 0
    numbers: Counter[str] = field(default_factory=Counter)
    apart: Counter[str] = field(default_factory=Counter)
    by: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    slack_before: Counter[str] = field(default_factory=Counter)
    slack_after: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    changed: int = 0
    moves: Counter[str] = field(default_factory=Counter)
    reclassed: int = 0
    unclassed: int = 0
    hits: dict[str, dict[str, list[int]]] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """As it is kept between two batches, and at the end."""
        return {
            "cases": self.cases,
            "limits": self.limits,
            "numbers": dict(self.numbers),
            "apart": dict(self.apart),
            "by": self.by,
            "slack": {"before": dict(self.slack_before), "after": dict(self.slack_after)},
            "asked": self.asked,
            "changed": self.changed,
            "moves": dict(self.moves),
            "reclassed": self.reclassed,
            "unclassed": self.unclassed,
            "hits": self.hits,
        }

    def add_tried(self, one: TriedCase) -> None:
        """What a table of rules would have suggested of one case."""
        if isinstance(one.after, NotReplayed):
            self.apart[one.after.value] += 1
            return
        self.asked += 1
        self.reclassed += one.is_reclassed
        self.unclassed += one.is_unclassed
        for group in HIT_GROUPS:
            row = self.hits.setdefault(group.value, {}).setdefault(one.case.codes[group], [0] * len(HITS))
            row[0] += 1
            row[1] += one.is_changed
        if one.is_changed:
            self.changed += 1
            self.moves[f"{one.before}{ARROW}{one.after}"] += 1

    def add(self, case: RanCase, judged: Sequence[Judged | NotReplayed], calendars: Calendars) -> None:
        """One case with its limits; one whose limits are all apart is counted in no number but theirs."""
        self.apart.update(one.value for one in judged if isinstance(one, NotReplayed))
        replayed = [one for one in judged if isinstance(one, Judged)]
        if not replayed:
            return
        self.cases += 1
        self.limits += len(replayed)
        for one in replayed:
            self.numbers.update(list_numbers(one))
            self._add_slack(one, calendars)
        for group in WhatIfGroup:
            by_code: dict[str, list[Judged]] = {}
            for one in replayed:
                by_code.setdefault(code_of(group, case, one), []).append(one)
            for code, limits in by_code.items():
                self._add_row(group, code, limits)

    def _add_row(self, group: WhatIfGroup, code: str, limits: Sequence[Judged]) -> None:
        row = self.by.setdefault(group.value, {}).setdefault(code, [0] * len(COLUMNS))
        counted = Counter(number for one in limits for number in list_numbers(one))
        added = (1, len(limits), *(counted[number.value] for number in WhatIfNumber))
        row[:] = [before + more for before, more in zip(row, added, strict=True)]

    def _add_slack(self, one: Judged, calendars: Calendars) -> None:
        stopped = one.clock.stopped_at
        if stopped is None:
            return
        try:
            before = slack_of(one.clock.due_at, stopped, calendars.today)
            after = slack_of(one.due_after, stopped, calendars.then)
        except CalendarYearMissing:
            # It ended after the last year of the calendar.
            return
        self.slack_before[before] += 1
        self.slack_after[after] += 1


# Any: what `as_json` wrote.
def read_tally(told: Mapping[str, Any]) -> Tally:
    """As it was kept; an empty one where nothing was."""
    if not told:
        return Tally()
    return Tally(
        told["cases"],
        told["limits"],
        Counter(told["numbers"]),
        Counter(told["apart"]),
        deepcopy(told["by"]),
        Counter(told["slack"]["before"]),
        Counter(told["slack"]["after"]),
        told.get("asked", 0),
        told.get("changed", 0),
        Counter(told.get("moves", {})),
        told.get("reclassed", 0),
        told.get("unclassed", 0),
        deepcopy(told.get("hits", {})),
    )


def code_of(group: WhatIfGroup, case: RanCase, one: Judged) -> str:
    """By what a limit of a case is told in this group."""
    return stage_of(one.clock.kind) if group is WhatIfGroup.STAGE else case.codes[group]


def list_numbers(one: Judged) -> list[str]:
    """In which numbers it is counted."""
    told = {
        WhatIfNumber.LATE_BEFORE: one.was_late,
        WhatIfNumber.LATE_AFTER: one.is_late,
        WhatIfNumber.NEWLY_LATE: one.is_late and not one.was_late,
        WhatIfNumber.NO_LONGER_LATE: one.was_late and not one.is_late,
    }
    return [number.value for number, is_so in told.items() if is_so]


def slack_of(due_at: datetime, stopped_at: datetime, calendar: WorkCalendar) -> Slack:
    """In working days between the due day and the day on which it ended."""
    due, stopped = beijing_date(due_at), beijing_date(stopped_at)
    if stopped_at > due_at:
        days = calendar.count_workdays(due, stopped)
        return Slack.LATE_FEW if days <= _FEW else Slack.LATE_SOME if days <= _SOME else Slack.LATE_MANY
    days = calendar.count_workdays(stopped, due)
    if days == 0:
        return Slack.LAST_DAY
    return Slack.LEFT_FEW if days <= _FEW else Slack.LEFT_SOME if days <= _SOME else Slack.LEFT_MANY
