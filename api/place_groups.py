"""What stands in the lists of units, windows and items; windows and items under the unit they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.context import make_unit
from services.office.list_places import list_places

_PICKED = ("respondent_unit", "respondent_window", "service_item")


@dataclass(frozen=True, slots=True)
class PlaceOption:
    """`value` is what the form says, in the words of the office."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """The options of one unit; of no unit in the list of units itself."""

    label: str
    options: tuple[PlaceOption, ...]


def place_groups() -> Mapping[str, Sequence[PlaceGroup]]:
    """`units`, `windows` and `items`, each a list of groups."""
    places = list_places(make_unit())
    return {
        "units": [PlaceGroup("", _options(place.name for place in places))],
        "windows": [PlaceGroup(place.name, _options(place.windows)) for place in places],
        "items": [PlaceGroup(place.name, _options(place.items)) for place in places],
    }


def _options(names: Iterable[str]) -> tuple[PlaceOption, ...]:
    return tuple(PlaceOption(name, name) for name in names)


def chosen_and_written(form: Mapping[str, str]) -> dict[str, str]:
    """What was chosen from each list and what was written beside it: both are kept, under the name of the field."""
    return {
        name: _both(form.get(f"{name}_chosen", "").strip(), form.get(name, "").strip()) for name in _PICKED
    }


def _both(chosen: str, written: str) -> str:
    if chosen and written and written != chosen:
        return f"{chosen}（{written}）"
    return written or chosen
