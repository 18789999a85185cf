"""Who of the demo organisation works in a unit of the hall: the only part of it that the replay reads."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

_FILE = Path(__file__).resolve().parents[1] / "demo" / "organisation.json"
_UNIT_ROLES = frozenset({"unit_rep", "window_staff"})


@cache
def unit_side() -> frozenset[str]:
    """Logins of representatives and window staff."""
    staff = json.loads(_FILE.read_text(encoding="utf-8"))["staff"]
    return frozenset(row["login"] for row in staff if set(row["roles"]) <= _UNIT_ROLES)
