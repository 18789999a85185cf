"""What a program says that a person decided about words of third persons in what leaves for a unit."""

from __future__ import annotations

from typing import Any

from services.beside.sheets.settle_leaving import Decided


def read_decided(told: dict[str, Any] | None) -> Decided | None:
    """`third_persons` of a body, None where it says nothing of them."""
    if told is None:
        return None
    reasons = {mark["words"]: mark["reason"] if mark["leave"] else None for mark in told["marks"]}
    return Decided(reasons, told["checked"])
