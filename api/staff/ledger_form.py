"""The filter and the columns of the ledger as its form sends them and as an address has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from api.context import current_actor, make_unit
from api.staff.case_form import read_code, read_day, read_filter, read_order, values_of
from models.case.lifecycle import Outcome
from models.ground.base import CODE_LENGTH
from models.ground.cause_codes import CauseCoding, CauseRoot
from models.ground.codes import Finding
from services.ledger.acceptance import ORIGIN_PRIOR
from services.ledger.causes import CausesAsked
from services.ledger.columns import COLUMN_OF
from services.ledger.entry_filter import read_entries_asked
from services.ledger.filter_by_field import FieldsAsked, WithoutAsked
from services.ledger.ledger_filter import EvaluationAsked, LatenessAsked, LedgerFilter
from services.lists.ledger_views import KeptLedger, get_ledger

WEEKDAYS, HOURS = range(7), range(24)
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
        causes=read_causes(sent),
        closed_from=read_day(sent.get("closed_from")),
        closed_until=read_day(sent.get("closed_until")),
        about_unit=sent.get("about", "").strip()[:CODE_LENGTH],
        window=sent.get("window", "").strip().upper()[:CODE_LENGTH],
        item=sent.get("item", "").strip()[:CODE_LENGTH],
        is_prior=sent.get("origin") == ORIGIN_PRIOR,
        fields=_read_fields(sent),
        entries=read_entries_asked(sent),
    )


def _read_fields(sent: Mapping[str, str]) -> FieldsAsked:
    return FieldsAsked(
        weekday=_number(sent.get("weekday"), len(WEEKDAYS)),
        hour=_number(sent.get("hour"), len(HOURS)),
        without=read_code(WithoutAsked, sent.get("without")),
    )


def _number(text: str | None, below: int) -> int | None:
    """None for what is no number from 0 to below this."""
    return int(text) if text and text in map(str, range(below)) else None


def read_causes(sent: Mapping[str, str]) -> CausesAsked:
    """Causes by their codes; one of no tree finds nothing."""
    return CausesAsked(
        cause=sent.get("cause", "").strip()[:CODE_LENGTH] or None,
        main_cause=sent.get("main_cause", "").strip()[:CODE_LENGTH] or None,
        root=read_code(CauseRoot, sent.get("cause_root")),
        coding=read_code(CauseCoding, sent.get("cause_coding")),
    )


def read_columns(sent: MultiDict[str, str]) -> tuple[str, ...]:
    """The chosen columns in the order of the ledger, the number always first; the usual ones where none is chosen."""
    chosen = set(sent.getlist("column")) & COLUMN_OF.keys()
    return tuple(name for name in COLUMN_OF if name in chosen | {"number"}) if chosen else USUAL_COLUMNS


def ledger_fields(search: KeptLedger, view_id: str = "") -> list[tuple[str, str]]:
    """What says which rows are meant, for an address or a form: a kept search by its id, all else by codes and days.

    A kept search may be narrowed further by what totals lead to.
    """
    asked = search.asked
    further = {"lateness": asked.lateness, "evaluation": asked.evaluation}
    if view_id:
        values: dict[str, object] = {"view": view_id, **further}
    else:
        values = {
            **values_of(asked.cases, search.order),
            **further,
            "outcome": asked.outcome,
            "finding": asked.finding,
            **asked.causes.by_codes(),
            "closed_from": asked.closed_from,
            "closed_until": asked.closed_until,
            "about": asked.about_unit,
            "window": asked.window,
            "item": asked.item,
            "origin": ORIGIN_PRIOR if asked.is_prior else None,
            **asked.fields.by_codes(),
            **{
                name: str(value) if value is not True else "yes"
                for name, value in asked.entries.by_codes().items()
            },
        }
    fields = [(name, str(value)) for name, value in values.items() if value not in (None, "")]
    if search.columns != USUAL_COLUMNS and not view_id:
        fields += [("column", name) for name in search.columns]
    return fields


def ledger_address(search: KeptLedger, view_id: str = "", path: str = "/ledger") -> str:
    """The address of these rows: words of people stand in none, only the id of the search that has them."""
    fields = ledger_fields(search, view_id)
    return f"{path}?{urlencode(fields)}" if fields else path


def read_asked(sent: MultiDict[str, str]) -> KeptLedger:
    """What an address or a form says; NotFound for a kept search of somebody else."""
    if view_id := sent.get("view", ""):
        kept = get_ledger(view_id, make_unit(), current_actor())
        lateness = read_code(LatenessAsked, sent.get("lateness")) or kept.asked.lateness
        evaluation = read_code(EvaluationAsked, sent.get("evaluation")) or kept.asked.evaluation
        asked = replace(kept.asked, lateness=lateness, evaluation=evaluation)
        return replace(kept, asked=asked, columns=kept.columns or USUAL_COLUMNS)
    return KeptLedger(read_ledger_filter(sent), read_order(sent), read_columns(sent))
