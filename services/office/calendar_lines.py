"""A yearly notice as plain lines, as one copies it out of the State Council's notice: day;off or on;name of the holiday."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from models.clock.legal_time import parse_any_day
from models.ground.errors import InvalidInput

NOT_A_DAY_LINE = "NOT_A_DAY_LINE"
_PARTS = re.compile(r"\s*[;,；，\t]\s*")
_KINDS = {"休": "holidays", "放假": "holidays", "off": "holidays", "holiday": "holidays"} | {
    "班": "makeup",
    "调休": "makeup",
    "上班": "makeup",
    "on": "makeup",
    "makeup": "makeup",
}
_PARTS_OF_A_LINE = 3


@dataclass(frozen=True, slots=True)
class NoticeLines:
    """The lines, by which notice and of which day it is."""

    text: str
    source: str
    published_on: str


def is_document(text: str) -> bool:
    """Whether the text is a calendar document (JSON) already."""
    return text.lstrip("\ufeff \t\r\n").startswith("{")


def as_document(lines: NoticeLines) -> str:
    """The same as the document that is imported. InvalidInput on `source`, `published_on` or on `file` with the line."""
    errors = {} if lines.source.strip() else {"source": "REQUIRED"}
    try:
        parse_any_day(lines.published_on.strip())
    except ValueError:
        errors["published_on"] = "NOT_A_DATE" if lines.published_on.strip() else "REQUIRED"
    if errors:
        raise InvalidInput(errors)
    years: dict[int, dict[str, dict[str, list[str]]]] = {}
    for number, line in enumerate(lines.text.strip("\ufeff").splitlines(), start=1):
        if line.strip():
            day, part, name = read_day_line(line, number)
            year = years.setdefault(day.year, {"holidays": defaultdict(list), "makeup": defaultdict(list)})
            year[part][name].append(day.isoformat())
    told = {"source": lines.source.strip(), "published_on": lines.published_on.strip()}
    return json.dumps({"years": [{"year": year, **told, **parts} for year, parts in sorted(years.items())]})


def read_day_line(line: str, number: int) -> tuple[date, str, str]:
    """A day, `holidays` or `makeup`, and the name; InvalidInput on `file` with the number of the line."""
    parts = _PARTS.split(line.strip())
    try:
        day, kind, name = parse_any_day(parts[0]), _KINDS[parts[1].casefold()], parts[2].strip()
    except (IndexError, KeyError, ValueError):
        raise InvalidInput({"file": f"{NOT_A_DAY_LINE}: {number}"}) from None
    if not name or len(parts) > _PARTS_OF_A_LINE:
        raise InvalidInput({"file": f"{NOT_A_DAY_LINE}: {number}"})
    return day, kind, name
