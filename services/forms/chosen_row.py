"""The row that somebody chose among those that a form offers by their ids."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from models.ground.errors import InvalidInput
from services.forms.task_case import Answers, text_of


class HasId(Protocol):
    """What a form offers."""

    @property
    def id(self) -> str:
        """The value of its option."""


Row = TypeVar("Row", bound=HasId)


def choose_row(rows: Iterable[Row], answers: Answers, field: str) -> Row:
    """The one of these that the field names; InvalidInput on the field for another."""
    chosen = text_of(answers, field)
    row = next((row for row in rows if row.id == chosen), None)
    if row is None:
        raise InvalidInput({field: "NOT_AN_OPTION"})
    return row
