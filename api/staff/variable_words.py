"""What a process variable holds, in words; the raw value stands folded beside it for whoever mends a diagram."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from api.i18n import code_text, gettext, has_text
from api.moments import moment
from api.task_names import variable_name
from services.ports.monitor import VariableView

# By which catalogue the value of a variable is a code.
_CODES = {
    "clock_state": "rung",
    "rung": "rung",
    "channel": "channel",
    "category_hint": "category",
    "outcome": "outcome",
    "method": "method",
    "planned_methods": "method",
    "start_stage": "stage",
    "suggested_category": "category",
    "suggested_complexity": "complexity_class",
    "suggested_route": "route",
    "suggested_severity": "severity",
}
_PEOPLE = frozenset({"handler_id"})
_UNITS = frozenset({"respondent_unit", "competence", "suggested_unit"})
_ID = re.compile(r"[0-9a-f]{32}(\.[a-z0-9_]+)?|[a-z0-9]{20,}")
_CODE = re.compile(r"[A-Za-z][\w.:/-]*", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Names:
    """What staff and units of the office are called, by login and code."""

    people: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VariableRow:
    """A variable by the name that people know, its value in words, and both as the engine has them."""

    label: str
    text: str
    name: str
    raw: str

    @property
    def is_code(self) -> bool:
        """Whether its value is a code that has no words here: an owner's own."""
        return _CODE.fullmatch(self.text) is not None

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing yet; such a row is told with the raw ones only."""
        return self.raw in ("null", '""', "[]")


def tell_variables(variables: Sequence[VariableView], names: Names) -> list[VariableRow]:
    """By the name that people know."""
    rows = [
        VariableRow(
            label=variable_name(item.name),
            text=_tell(item.name, item.value, names),
            name=item.name,
            raw=json.dumps(item.value, ensure_ascii=False),
        )
        for item in variables
    ]
    return sorted(rows, key=lambda row: (row.label, row.name))


def _tell(name: str, value: object, names: Names) -> str:
    if value is None or value == "":
        return gettext("none")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, str):
        return _tell_text(name, value, names)
    if isinstance(value, list):
        return _tell_list(name, value, names)
    return gettext("a value with several parts")


def _tell_text(name: str, value: str, names: Names) -> str:
    if name in _PEOPLE:
        return names.people.get(value) or gettext("somebody who is not in the directory any more")
    if name in _UNITS and value in names.units:
        return names.units[value]
    code = f"{_CODES.get(name, name)}.{value}"
    if has_text(code):
        return code_text(*code.split(".", 1))
    if _MOMENT.match(value):
        return _tell_moment(value)
    if _ID.fullmatch(value):
        return gettext("set")
    return value


def _tell_moment(value: str) -> str:
    found = read_moment(value)
    return moment(found) if found is not None else value


def read_moment(value: object) -> datetime | None:
    """A moment with its offset as FEEL writes it, None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value.partition("[")[0])
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _tell_list(name: str, values: list[object], names: Names) -> str:
    if not values:
        return gettext("none")
    told = [_tell(name, value, names) for value in values[:_MOST_SHOWN]]
    text = gettext(", ").join(dict.fromkeys(told))
    return text if len(values) == len(set(told)) else gettext("%(n)d: %(text)s", n=len(values), text=text)
