"""What a known review says that none of its rows has said before: an added comment (追评), another level, another column."""

import json
from collections.abc import Iterable, Mapping

from models.ground.order_codes import OrderChange
from services.orders.columns import REAL_NAME, REVIEW_ID, REVIEW_TEXT, read_moment
from services.orders.order_changes import OrderChanges

# Nobody's words; whose name an account shows is for the vault.
_NO_NEWS = frozenset({REVIEW_ID, REAL_NAME, "reviewer_nick", "name", "phone", "email", "channel"})
# Stands in no cell: all values that a column had stand behind each other.
_AND = "\x1e"


def known_of(raws: Iterable[str]) -> dict[str, str]:
    """What these rows, as they are kept, have said; of one that cannot be read nothing."""
    known: dict[str, str] = {}
    for raw in raws:
        try:
            told = json.loads(raw)
        except ValueError:
            continue
        if isinstance(told, dict):
            known = add_review(known, {name: str(value) for name, value in told.items() if value is not None})
    return known


def add_review(known: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """The same with another row."""
    added = {name: [*_values(known, name), value.strip()] for name, value in new.items()}
    return {**known, **{name: _AND.join(dict.fromkeys(values)) for name, values in added.items()}}


def find_review_changes(known: Mapping[str, str], new: Mapping[str, str]) -> OrderChanges:
    """No change where nothing is known of it; what a review said once and says again is none."""
    if not known:
        return OrderChanges()
    news = {
        name: ("", value.strip())
        for name, value in new.items()
        if name not in _NO_NEWS and _is_word(value) and value.strip() not in _values(known, name)
    }
    _, said = news.pop(REVIEW_TEXT, ("", ""))
    kinds = {OrderChange.REWORDED} if news else set()
    if said:
        kinds.add(OrderChange.SUPPLEMENTED)
    return OrderChanges(frozenset(kinds), news, _added(known, said))


def _values(known: Mapping[str, str], name: str) -> list[str]:
    return known[name].split(_AND) if name in known else []


def _is_word(value: str) -> bool:
    return bool(value.strip()) and read_moment(value) is None


def _added(known: Mapping[str, str], said: str) -> str:
    """Without the known words that it begins with."""
    begun = max((one for one in _values(known, REVIEW_TEXT) if said.startswith(one)), key=len, default="")
    return said.removeprefix(begun).strip()
