"""What the replay reads of the demo organisation: who works in a unit of the hall, and which units are its own."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).resolve().parents[1] / "demo" / "organisation.json"
_UNIT_ROLES = frozenset({"unit_rep", "window_staff"})


@cache
def _organisation() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return content


@cache
def unit_side() -> frozenset[str]:
    """Logins of representatives and window staff."""
    return frozenset(row["login"] for row in _organisation()["staff"] if set(row["roles"]) <= _UNIT_ROLES)


@cache
def administrators() -> frozenset[str]:
    """Logins of those who keep the system and open no case file."""
    return frozenset(row["login"] for row in _organisation()["staff"] if row["roles"] == ["administrator"])


def is_own_unit(code: str) -> bool:
    """True for a unit of the centre, internal or in the hall."""
    return any(row["code"] == code for row in _organisation()["units"])


def unit_of(login: str) -> str:
    """The unit that a member of staff works in."""
    return next(str(row["unit"]) for row in _organisation()["staff"] if row["login"] == login)
