"""The filter of the list of cases as a form sends it and as an address has it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from models.case.lifecycle import Stage
from models.clock.legal_time import parse_any_day
from models.ground.codes import Category, Channel
from services.views.case_filter import CaseFilter, CaseOrder

Code = TypeVar("Code", bound=StrEnum)
LONGEST_WORDS = 60
# What says which list is meant, in an address and in a form that is sent from it.
FIELDS = (
    "view",
    "number",
    "stage",
    "unit",
    "handler",
    "category",
    "channel",
    "from",
    "until",
    "overdue",
    "order",
)


def read_filter(sent: Mapping[str, str], *, words: bool = False) -> CaseFilter:
    """What is unknown is left out; words and respondent are read from forms alone."""
    return CaseFilter(
        number=sent.get("number", "").strip()[:40],
        stage=read_code(Stage, sent.get("stage")),
        handling_unit=sent.get("unit", "")[:40],
        handler_id=sent.get("handler", "")[:40],
        category=read_code(Category, sent.get("category")),
        channel=read_code(Channel, sent.get("channel")),
        received_from=read_day(sent.get("from")),
        received_until=read_day(sent.get("until")),
        is_overdue=sent.get("overdue") == "1",
        words=sent.get("words", "").strip()[:LONGEST_WORDS] if words else "",
        respondent=sent.get("respondent", "").strip()[:LONGEST_WORDS] if words else "",
    )


def read_order(sent: Mapping[str, str]) -> CaseOrder:
    """The newest first where none is known."""
    return read_code(CaseOrder, sent.get("order")) or CaseOrder.NEWEST


def address_of(asked: CaseFilter, order: CaseOrder) -> str:
    """The address of a list that is narrowed by codes and numbers alone."""
    chosen = {name: value for name, value in values_of(asked, order).items() if value}
    return f"/cases?{urlencode(chosen)}" if chosen else "/cases"


def values_of(asked: CaseFilter, order: CaseOrder) -> dict[str, object]:
    """What is asked for by codes and numbers, as an address has it."""
    return {
        "number": asked.number,
        "stage": asked.stage,
        "unit": asked.handling_unit,
        "handler": asked.handler_id,
        "category": asked.category,
        "channel": asked.channel,
        "from": asked.received_from,
        "until": asked.received_until,
        "overdue": "1" if asked.is_overdue else None,
        "order": order if order is not CaseOrder.NEWEST else None,
    }


def read_code(kind: type[Code], value: str | None) -> Code | None:
    """None for a value that is none of the kind."""
    return kind(value) if value in {code.value for code in kind} else None


def read_day(value: str | None) -> date | None:
    """None for what is no ISO day."""
    try:
        return parse_any_day(value or "")
    except ValueError:
        return None
