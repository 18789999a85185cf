"""What a page of analysis by entries is asked for, as its form sends it, and the ledger that its numbers open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from api.staff.figures_form import DAYS_OF_LEDGER, LONGEST_CODE, SPANS, read_period, read_span
from services.figures.ask_entries import AskedEntries
from services.ledger.entry_filter import NOTHING
from services.ledger.filter_by_field import WithoutAsked

# In the order in which a page leads to the others.
PAGES = ("problems", "limits", "stages", "rates")
CHOICES = {"span": tuple(SPANS), "day": tuple(DAYS_OF_LEDGER)}


def read_asked_entries(sent: Mapping[str, str], today: date) -> AskedEntries:
    """The month of today by the day of receipt where nothing is asked; `unit` narrows by the handling unit, NOTHING to none."""
    day, unit = sent.get("day", ""), sent.get("unit", "").strip()[:LONGEST_CODE]
    narrowed = {"handling_unit": "" if unit == NOTHING else unit} if unit else {}
    return AskedEntries(read_period(sent, today), day if day in DAYS_OF_LEDGER else "received_on", narrowed)


def entry_values(asked: AskedEntries, sent: Mapping[str, str]) -> dict[str, str]:
    """The fields of the form, filled in as asked."""
    span, period = read_span(sent), asked.period
    days = {"from": period.begins.isoformat(), "until": period.ends.isoformat()}
    return {
        "span": span,
        "day": asked.day,
        "unit": asked.narrowed["handling_unit"] or NOTHING if "handling_unit" in asked.narrowed else "",
        **(days if span == "days" else {"at": period.begins.isoformat()}),
    }


def ledger_of_entries(asked: AskedEntries, **codes: str) -> str:
    """The ledger of the same period, narrowed further; an empty code is one of which nothing is on record."""
    begins, ends = DAYS_OF_LEDGER[asked.day]
    values = {begins: asked.period.begins.isoformat(), ends: asked.period.ends.isoformat()}
    unit = codes.pop("unit", asked.narrowed.get("handling_unit"))
    if unit is not None:
        values |= {"unit": unit} if unit else {"without": WithoutAsked.HANDLING_UNIT.value}
    values |= {name: code or NOTHING for name, code in codes.items()}
    return f"/ledger?{urlencode(values)}"
