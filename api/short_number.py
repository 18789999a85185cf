"""Whole numbers in addresses."""

from __future__ import annotations

from werkzeug.routing import IntegerConverter


class ShortNumber(IntegerConverter):
    """One that each database holds; an address with a longer one is the address of nothing (404).

    SQLite's driver fails at 64 bits and PostgreSQL at the width of the column: either was an error of the program.
    """

    regex = r"\d{1,9}"
