"""The filter of the due list as it stands in an address: values that no select offers narrow nothing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from models.case.lifecycle import ClockKind, Stage
from models.ground.codes import Category
from services.board.due_filter import DueFilter, Urgency
from services.views.open_windows import list_windows

Code = TypeVar("Code", bound=StrEnum)

# What may be chosen: the kind of text in the catalogue and the code.
KINDS: tuple[tuple[str, str], ...] = (
    *(("clock_kind", kind.value) for kind in ClockKind),
    *(("window_kind", window.name) for _, window in list_windows()),
)
_KEYS = frozenset(f"{group}.{kind}" for group, kind in KINDS)
NAMES = ("rung", "unit", "handler", "stage", "kind", "category", "q")


def read_filter(values: Mapping[str, str]) -> DueFilter:
    """The filter of these values of an address or a form."""
    kind = values.get("kind", "")
    return DueFilter(
        urgency=_code(Urgency, values.get("rung", "")),
        unit=values.get("unit", "").strip(),
        handler=values.get("handler", "").strip(),
        stage=_code(Stage, values.get("stage", "")),
        kind=kind if kind in _KEYS else "",
        category=_code(Category, values.get("category", "")),
        text=values.get("q", "").strip(),
    )


def as_values(chosen: DueFilter) -> dict[str, str]:
    """What of the filter stands in an address, by name."""
    told = (
        chosen.urgency,
        chosen.unit,
        chosen.handler,
        chosen.stage,
        chosen.kind,
        chosen.category,
        chosen.text,
    )
    return {name: str(value) for name, value in zip(NAMES, told, strict=True) if value}


def due_url(**values: object) -> str:
    """The address of the due list narrowed to these values; empty ones are left out."""
    chosen = {name: str(value) for name, value in values.items() if value}
    return f"/due?{urlencode(chosen)}" if chosen else "/due"


def _code(vocabulary: type[Code], value: str) -> Code | None:
    return vocabulary(value) if value in set(vocabulary) else None
