"""What would be another: said in codes, numbers and days, kept with the question, and put over the rules of today."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from models.case.lifecycle import DayKind
from models.clock.calendar_days import SpecialDay, WorkCalendar
from models.clock.clock_ladder import Ladder
from models.ground.what_if_codes import WhatIfKind


@dataclass(frozen=True, slots=True)
class LimitCandidate:
    """Another amount of the limit of which `replaces` is a version; `complexity` is empty where it holds for every class."""

    replaces: str
    key: str
    complexity: str
    amount: int
    unit: str

    kind = WhatIfKind.LIMIT

    @property
    def target(self) -> str:
        """The version that it was asked for: the one that it would follow, and what it would be."""
        return limit_target(self.replaces, self.amount, self.unit)

    def as_json(self) -> dict[str, object]:
        """As it is kept."""
        return {
            "replaces": self.replaces,
            "key": self.key,
            "complexity": self.complexity,
            "amount": self.amount,
            "unit": self.unit,
        }

    def over(self, ladder: Ladder) -> Ladder:
        """Days are counted as they are today."""
        return ladder


@dataclass(frozen=True, slots=True)
class CalendarCandidate:
    """Days that would be days of rest or of work; every other day stays what it is."""

    days: tuple[tuple[date, DayKind, str], ...]

    kind = WhatIfKind.CALENDAR

    @property
    def target(self) -> str:
        """A mark of these days."""
        told = json.dumps(self.as_json(), ensure_ascii=False)
        return f"calendar:{hashlib.sha256(told.encode()).hexdigest()[:32]}"

    def as_json(self) -> dict[str, object]:
        """As it is kept."""
        return {"days": [[day.isoformat(), kind.value, name] for day, kind, name in sorted(self.days)]}

    def over(self, ladder: Ladder) -> Ladder:
        """The ladder of today with these days."""
        days = {**ladder.calendar.days, **{day: SpecialDay(kind, name) for day, kind, name in self.days}}
        return replace(ladder, calendar=WorkCalendar(days, ladder.calendar.years))


class Suggesting(StrEnum):
    """The decisions that suggest at intake; what each was asked with is on record with its suggestion."""

    TRIAGE = "triage"
    COMPETENCE = "competence"
    COMPLEXITY = "complexity"


@dataclass(frozen=True, slots=True)
class RulesCandidate:
    """Another table of one decision; `digest` is that of deployed versions (bpmn/canonical.py), its file beside the question.

    `classes` is that of the table of classes in use which stands behind one of kinds; empty where none was asked.
    """

    decision: Suggesting
    digest: str
    classes: str = ""

    kind = WhatIfKind.RULES

    @property
    def target(self) -> str:
        """The file itself."""
        return rules_target(self.digest)

    def as_json(self) -> dict[str, object]:
        """As it is kept."""
        return {"decision": self.decision.value, "digest": self.digest, "classes": self.classes}

    def over(self, ladder: Ladder) -> Ladder:
        """Days are counted as they are today."""
        return ladder


Candidate = LimitCandidate | CalendarCandidate | RulesCandidate


def limit_target(replaces: str, amount: int, unit: str) -> str:
    """What an answer about another amount of a limit stands at."""
    return f"limit:{replaces}:{amount}:{unit}"


def rules_target(digest: str) -> str:
    """What an answer about a table of rules stands at."""
    return f"rules:{digest}"


# Any: what `as_json` wrote, read back by the same release or a later one.
def read_candidate(kind: WhatIfKind, told: Mapping[str, Any]) -> Candidate:
    """As it was asked."""
    if kind is WhatIfKind.LIMIT:
        return LimitCandidate(**told)
    if kind is WhatIfKind.RULES:
        return RulesCandidate(Suggesting(told["decision"]), told["digest"], told.get("classes", ""))
    return CalendarCandidate(_read_days(told["days"]))


def _read_days(days: Sequence[Sequence[str]]) -> tuple[tuple[date, DayKind, str], ...]:
    return tuple((date.fromisoformat(day), DayKind(kind), name) for day, kind, name in days)
