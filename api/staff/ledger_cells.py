"""The values of a row of the ledger in words: the same on the page and in the file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from api.context import make_unit
from api.i18n import code_text, gettext
from api.moments import moment
from services.ledger.batch import Value
from services.ledger.columns import CAUSE, COLUMN_OF, ITEM, UNIT, WINDOW, LedgerColumn, ValueKind
from services.ledger.ledger_row import LedgerRow
from services.views.case_choices import CaseChoices
from services.views.organisation_names import map_item_names


class LedgerWords:
    """Names of codes in the language of the request, each asked for once."""

    def __init__(self, choices: CaseChoices, items: Mapping[str, str], causes: Mapping[str, str]) -> None:
        self._names: dict[str, Mapping[str, str]] = {
            UNIT: choices.unit_names,
            ITEM: items,
            WINDOW: {},
            CAUSE: causes,
        }
        self._people = choices.names
        self._known: dict[tuple[str, str], str] = {}
        self._between = gettext(", ")

    def word(self, row: LedgerRow, name: str) -> str:
        """One cell as text; empty where there is nothing on record."""
        if name in row.words:
            return row.words[name]
        return self._word(COLUMN_OF[name], row[name])

    def _word(self, column: LedgerColumn, value: Value) -> str:
        if value is None:
            return ""
        if column.kind is ValueKind.STAFF:
            return self._people.get(str(value)) or gettext("somebody who is not in the directory any more")
        if isinstance(value, date):
            return moment(value) if isinstance(value, datetime) else value.isoformat()
        codes = value if isinstance(value, tuple) else (value,)
        return self._between.join(self._name(column.words, code) for code in codes)

    def _name(self, kind: str | None, value: str | int) -> str:
        """Of a value without a kind of words the value itself; a flag is `true` or `false`."""
        code = str(value).lower() if isinstance(value, bool) else str(value)
        if kind is None or kind in self._names:
            return self._names.get(kind or "", {}).get(code, code)
        key = (kind, code)
        if key not in self._known:
            self._known[key] = code_text(*key)
        return self._known[key]


def make_words(choices: CaseChoices, causes: Mapping[str, str]) -> LedgerWords:
    """The words of this request; `causes` are the names of the office's tree."""
    return LedgerWords(choices, map_item_names(make_unit()), causes)
