"""Workbooks that somebody uploaded, read outside of the process that asks for it."""

from dataclasses import dataclass
from typing import Protocol


class WorkbookRefused(Exception):
    """`code`: UNREADABLE, TOO_LARGE, or FORMULAS for one whose cells are worked out."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; the cells of each row as text, from the first row and column on."""

    name: str
    rows: tuple[tuple[str, ...], ...]


class Workbooks(Protocol):
    """Reads what is typed into the cells, nothing else of a file."""

    def read(self, content: bytes) -> list[Sheet]:
        """WorkbookRefused, and Crowded when no turn comes in time."""
