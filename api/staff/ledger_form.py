"""The filter and the columns of the ledger as its form sends them and as an address has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from api.staff.case_form import read_code, read_day, read_filter, values_of
from models.case.lifecycle import Outcome
from models.ground.codes import Finding
from services.ledger.acceptance import ORIGIN_PRIOR
from services.ledger.columns import COLUMN_OF
from services.ledger.ledger_filter import EvaluationAsked, LatenessAsked, LedgerFilter
from services.views.case_filter import CaseOrder

# The first look: who, what, where it stands, and whether it is on time.
USUAL_COLUMNS = (
    "number",
    "received_on",
    "channel",
    "category",
    "respondent_units",
    "handling_unit",
    "stage",
    "outcome",
    "finding",
    "disposals",
    "answered_on",
    "lateness",
    "used_workdays",
    "evaluation",
    "closed_on",
)


def read_ledger_filter(sent: Mapping[str, str], *, words: bool = False) -> LedgerFilter:
    """What is unknown is left out; words and respondent are read from forms alone."""
    return LedgerFilter(
        cases=read_filter(sent, words=words),
        outcome=read_code(Outcome, sent.get("outcome")),
        finding=read_code(Finding, sent.get("finding")),
        lateness=read_code(LatenessAsked, sent.get("lateness")),
        evaluation=read_code(EvaluationAsked, sent.get("evaluation")),
        closed_from=read_day(sent.get("closed_from")),
        closed_until=read_day(sent.get("closed_until")),
        is_prior=sent.get("origin") == ORIGIN_PRIOR,
    )


def read_columns(sent: MultiDict[str, str]) -> tuple[str, ...]:
    """The chosen columns in the order of the ledger, the number always first; the usual ones where none is chosen."""
    chosen = set(sent.getlist("column")) & COLUMN_OF.keys()
    return tuple(name for name in COLUMN_OF if name in chosen | {"number"}) if chosen else USUAL_COLUMNS


def ledger_address(asked: LedgerFilter, order: CaseOrder, columns: Sequence[str]) -> str:
    """The address of a ledger that is narrowed by codes, numbers and days alone."""
    values = {
        **values_of(asked.cases, order),
        "outcome": asked.outcome,
        "finding": asked.finding,
        "lateness": asked.lateness,
        "evaluation": asked.evaluation,
        "closed_from": asked.closed_from,
        "closed_until": asked.closed_until,
        "origin": ORIGIN_PRIOR if asked.is_prior else None,
    }
    chosen: list[tuple[str, object]] = [(name, value) for name, value in values.items() if value]
    if tuple(columns) != USUAL_COLUMNS:
        chosen += [("column", name) for name in columns]
    return f"/ledger?{urlencode(chosen)}" if chosen else "/ledger"
