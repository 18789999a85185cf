"""Column types that keep free text sealed at rest. Who may read a text is decided above the tables."""

import json
from typing import Any

from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from models.vault.keyring import get_keyring


class SealedText(TypeDecorator[str]):
    """Text that a look into the database file does not show.

    Bound to its table and column, not to its row.
    """

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        """`place`: `table:column`, part of what the seal proves."""
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal with the active key of the process; KeyMissing when none is loaded."""
        return None if value is None else get_keyring().seal(value, self.place)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open; SealBroken when the value was changed or comes from another column."""
        return None if value is None else get_keyring().open(value, self.place)


class SealedJson(TypeDecorator[Any]):  # Any: JSON of any shape, typed by the column that holds it
    """JSON kept like SealedText."""

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        """`place`: `table:column`, part of what the seal proves."""
        super().__init__()
        self.place = place

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # Any: see the class
        """Seal the JSON text."""
        if value is None:
            return None
        return get_keyring().seal(json.dumps(value, ensure_ascii=False, sort_keys=True), self.place)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # Any: see the class
        """Open and parse."""
        return None if value is None else json.loads(get_keyring().open(value, self.place))
