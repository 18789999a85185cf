"""Views of the ledger that a person keeps: what is asked for, in which order, and the columns that are shown."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from models.case.lifecycle import Outcome
from models.ground.base import JsonObject
from models.ground.cause_codes import CauseCoding, CauseRoot
from models.ground.codes import Finding
from services.actor import Actor
from services.ledger.causes import CausesAsked
from services.ledger.columns import COLUMN_OF
from services.ledger.entry_filter import read_entries_asked
from services.ledger.filter_by_field import FieldsAsked, WithoutAsked
from services.ledger.ledger_filter import EvaluationAsked, LatenessAsked, LedgerFilter
from services.lists.case_views import KeptSearch, get_search, keep_search, save_view
from services.unit_of_work import UnitOfWork
from services.views.case_filter import CaseOrder


@dataclass(frozen=True, slots=True)
class KeptLedger:
    """`columns` by name; `name` None of a search without one."""

    asked: LedgerFilter
    order: CaseOrder
    columns: tuple[str, ...]
    name: str | None = None


def keep_ledger(search: KeptLedger, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id under which the same person finds it again; under its name where it has one. InvalidInput on `name`."""
    ledger: JsonObject = {**search.asked.by_codes_of_the_ledger(), "columns": list(search.columns)}
    kept = KeptSearch(search.asked.cases, search.order, search.name, ledger)
    if search.name is None:
        return keep_search(kept, unit_of_work, actor)
    return save_view(kept, unit_of_work, actor)


def get_ledger(view_id: str, unit_of_work: UnitOfWork, actor: Actor) -> KeptLedger:
    """NotFound for one of somebody else, or one that went. Columns that a release took away are left out."""
    kept = get_search(view_id, unit_of_work, actor)
    more = kept.ledger or {}
    columns = tuple(name for name in more.get("columns", ()) if name in COLUMN_OF)
    asked = LedgerFilter(
        cases=kept.asked,
        outcome=Outcome(more["outcome"]) if "outcome" in more else None,
        finding=Finding(more["finding"]) if "finding" in more else None,
        lateness=LatenessAsked(more["lateness"]) if "lateness" in more else None,
        evaluation=EvaluationAsked(more["evaluation"]) if "evaluation" in more else None,
        causes=_read_causes(more),
        closed_from=_day(more.get("closed_from")),
        closed_until=_day(more.get("closed_until")),
        about_unit=str(more.get("about_unit", "")),
        window=str(more.get("window", "")),
        item=str(more.get("item", "")),
        is_prior=bool(more.get("is_prior")),
        fields=_fields(more),
        entries=read_entries_asked(more),
    )
    return KeptLedger(asked, kept.order, columns, kept.name)


def _read_causes(more: JsonObject) -> CausesAsked:
    return CausesAsked(
        cause=more.get("cause"),
        main_cause=more.get("main_cause"),
        root=CauseRoot(more["cause_root"]) if "cause_root" in more else None,
        coding=CauseCoding(more["cause_coding"]) if "cause_coding" in more else None,
    )


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def _fields(more: JsonObject) -> FieldsAsked:
    kept = {field.name: more[field.name] for field in fields(FieldsAsked) if field.name in more}
    return FieldsAsked(**kept | ({"without": WithoutAsked(kept["without"])} if "without" in kept else {}))
