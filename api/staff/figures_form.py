"""What the page of figures is asked for, as its form sends it and as an address has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from models.case.lifecycle import Outcome
from models.clock.legal_time import parse_day
from models.ground.cause_codes import CauseRoot
from models.ground.codes import Category, Channel
from services.figures.columns import DAYS, GROUPS
from services.figures.period import FigurePeriod
from services.figures.read_figures import AskedFigures
from services.ledger.filter_by_field import WithoutAsked
from services.ledger.limits import Lateness
from services.ports.figures import BY_MONTH

Code = TypeVar("Code", bound=StrEnum)
LONGEST_CODE = 40
# Whole months of each span; of `days` both ends are typed.
SPANS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12, "days": 0}
BY = (BY_MONTH, *GROUPS)
# What is told of a complaint only where somebody coded its causes.
BY_CAUSE = frozenset({"cause_roots", "main_causes", "causes"})
# Fields that narrow, and the group that each is of.
NARROWED = {
    "channel": "channel",
    "category": "category",
    "unit": "handling_unit",
    "about": "respondent_units",
    "window": "windows",
    "item": "items",
    "outcome": "outcome",
    "root": "cause_roots",
    "cause": "main_causes",
}
# The ledger is asked for the same by these names; of what it has no filter for, a number opens nothing.
_OF_LEDGER = {
    "channel": "channel",
    "category": "category",
    "handling_unit": "unit",
    "outcome": "outcome",
    "finding": "finding",
    "respondent_units": "about",
    "windows": "window",
    "items": "item",
    "received_weekday": "weekday",
    "received_hour": "hour",
    "cause_coding": "cause_coding",
    "cause_roots": "cause_root",
    "main_causes": "main_cause",
    "causes": "cause",
}
# The days by which the ledger can be asked too, and its fields of each.
DAYS_OF_LEDGER = {"received_on": ("from", "until"), "closed_on": ("closed_from", "closed_until")}


def read_asked(sent: Mapping[str, str], today: date) -> AskedFigures:
    """What is unknown is left out; without a period the month of today, by channel."""
    narrowed = {
        group: value
        for name, group in NARROWED.items()
        if (value := sent.get(name, "").strip()[:LONGEST_CODE]) and _is_known(name, value)
    }
    return AskedFigures(
        period=read_period(sent, today),
        day=sent.get("day", "") if sent.get("day") in DAYS else DAYS[0],
        group=sent.get("by", "") if sent.get("by") in BY else "channel",
        narrowed=narrowed,
        lateness=_code(Lateness, sent.get("lateness")),
    )


def read_span(sent: Mapping[str, str]) -> str:
    """How the period was chosen."""
    span = sent.get("span", "")
    return span if span in SPANS else "month"


def read_period(sent: Mapping[str, str], today: date) -> FigurePeriod:
    """The span that holds the day, from typed days where these are asked for; days the wrong way round are turned."""
    span, at = read_span(sent), _day(sent.get("at")) or today
    if span == "days":
        begins, ends = sorted(
            (_day(sent.get("from")) or today.replace(day=1), _day(sent.get("until")) or today)
        )
        return FigurePeriod(begins, ends)
    months = SPANS[span]
    return FigurePeriod.of_months(at.year, (at.month - 1) // months * months + 1, months)


def coverage_of(asked: AskedFigures) -> AskedFigures | None:
    """What is asked beside causes: of how many complaints they are told at all; None where no cause is asked for."""
    if asked.group not in BY_CAUSE and not asked.narrowed.keys() & BY_CAUSE:
        return None
    narrowed = {group: value for group, value in asked.narrowed.items() if group not in BY_CAUSE}
    return replace(asked, group="cause_coding", narrowed=narrowed)


def as_values(asked: AskedFigures, span: str) -> dict[str, str]:
    """The fields of the form, filled in as asked."""
    period = asked.period
    names = {group: name for name, group in NARROWED.items()}
    return {
        "span": span,
        **(
            {"from": period.begins.isoformat(), "until": period.ends.isoformat()}
            if span == "days"
            else {"at": period.begins.isoformat()}
        ),
        "day": asked.day,
        "by": asked.group or "",
        "lateness": asked.lateness or "",
        **{names[group]: value for group, value in asked.narrowed.items()},
    }


def page_address(path: str, values: Mapping[str, str]) -> str:
    """A page with these fields; empty ones stand in no address."""
    return f"{path}?{urlencode({name: value for name, value in values.items() if value})}"


def ledger_of(asked: AskedFigures, value: str | None, **further: str) -> str | None:
    """The ledger of the cases of a line, None of all lines; None where it has no filter for them."""
    codes = dict(asked.narrowed)
    if value is not None and asked.group in codes and codes[asked.group] != value:
        return None
    if value is not None and asked.group != BY_MONTH:
        codes[asked.group or ""] = value
    period = _of_month(asked.period, value) if value and asked.group == BY_MONTH else asked.period
    return ledger_within(replace(asked, narrowed=codes), period, **further)


def ledger_within(asked: AskedFigures, period: FigurePeriod, **further: str) -> str | None:
    """The ledger of the cases that are asked for, of these days; `further` are fields of its form."""
    codes = asked.narrowed
    without = [group for group, code in codes.items() if not code]
    if asked.day not in DAYS_OF_LEDGER or len(without) > 1 or not set(without) <= set(WithoutAsked):
        return None
    begins, ends = DAYS_OF_LEDGER[asked.day]
    values = {begins: period.begins.isoformat(), ends: period.ends.isoformat()}
    values |= {_OF_LEDGER[group]: code for group, code in codes.items() if code}
    values |= {"without": without[0]} if without else {}
    values |= ({"lateness": asked.lateness} if asked.lateness else {}) | further
    return f"/ledger?{urlencode(values)}"


def _of_month(period: FigurePeriod, month: str) -> FigurePeriod:
    whole = FigurePeriod.of_months(int(month[:4]), int(month[5:]), 1)
    return FigurePeriod(max(whole.begins, period.begins), min(whole.ends, period.ends))


def _is_known(name: str, value: str) -> bool:
    kinds: Mapping[str, type[StrEnum]] = {
        "channel": Channel,
        "category": Category,
        "outcome": Outcome,
        "root": CauseRoot,
    }
    return name not in kinds or value in set(kinds[name])


def _code(kind: type[Code], value: str | None) -> Code | None:
    return kind(value) if value in set(kind) else None


def _day(text: str | None) -> date | None:
    try:
        return parse_day(text or "")
    except ValueError:
        return None
