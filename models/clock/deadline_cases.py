"""Files of worked deadline cases: compared key by key with what the counting rules give."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.clock.calendar_days import WorkCalendar
from models.clock.deadline import Limit, compute_deadline
from models.clock.legal_time import parse_moment


@dataclass(frozen=True, slots=True)
class CaseDifference:
    """One key of one case that disagrees."""

    case_id: str
    key: str
    expected: object
    computed: object


@dataclass(frozen=True, slots=True)
class CaseComparison:
    """The outcome of a whole file."""

    compared: int
    differences: tuple[CaseDifference, ...]


def compare_cases(path: Path, calendar: WorkCalendar) -> CaseComparison:
    """Compute every case of the file (`cases`: start, amount, unit, cutoff, intake_shift, expected)."""
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    differences = [difference for case in cases for difference in _compare(case, calendar)]
    return CaseComparison(len(cases), tuple(differences))


def _compare(case: dict[str, Any], calendar: WorkCalendar) -> list[CaseDifference]:  # Any: JSON border
    limit = Limit(case["amount"], case["unit"], case["cutoff"], case["intake_shift"])
    computed: dict[str, object] = dict(compute_deadline(parse_moment(case["start"]), limit, calendar))
    expected = case["expected"]
    return [
        CaseDifference(case["id"], key, expected.get(key), computed.get(key))
        for key in sorted(set(expected) | set(computed))
        if expected.get(key) != computed.get(key)
    ]
