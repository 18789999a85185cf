"""What the values that figures are counted by are called, in the language of the request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from api.context import make_unit
from api.i18n import code_text, gettext, language
from services.office.causes import map_cause_names
from services.views.organisation_names import map_codes_to_names

_BY_CODE = {
    "channel": "channel",
    "category": "category",
    "outcome": "outcome",
    "finding": "finding",
    "cause_coding": "cause_coding",
    "cause_roots": "cause_root",
}
_OF_OFFICE = frozenset({"handling_unit", "respondent_units", "items"})
_CAUSES = frozenset({"main_causes", "causes"})


def name_values(group: str, values: Iterable[str]) -> Callable[[str], str]:
    """The name of each of these values of a group; names of the office are read at once, before the first is asked for."""
    names: Mapping[str, str] = {}
    if group in _OF_OFFICE:
        names = map_codes_to_names([value for value in values if value], make_unit())
    elif group in _CAUSES:
        names = map_cause_names(make_unit(), language())

    def name(value: str) -> str:
        if not value:
            return gettext("nothing on record")
        if group == "received_hour":
            return gettext("%(from)s:00–%(until)s:00", **{"from": value, "until": str(int(value) + 1)})
        if group == "received_weekday":
            return code_text("weekday", value)
        kind = _BY_CODE.get(group)
        return code_text(kind, value) if kind else names.get(value, value)

    return name
