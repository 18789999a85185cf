"""What a table that leaves the office says of those who complained: nothing."""

from __future__ import annotations

from collections.abc import Iterable

from tests.web_staff.cases import unpacked


def assert_names_nobody(table: bytes, canaries: Iterable[str]) -> None:
    """Of a file as it was handed out, CSV or workbook; the canaries stand in the case that was counted or listed."""
    told = unpacked(table).decode()
    assert told, "nothing was looked at"
    assert [word for word in canaries if word in told] == []
