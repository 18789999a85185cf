"""The people of a demo office as its private file lists them."""

from __future__ import annotations

import json
from pathlib import Path

from api.settings import DemoPerson

ACCOUNTS_FILE = "demo-accounts.json"


def read_demo_people(data: Path) -> list[DemoPerson]:
    """Everybody with a password of the demo; nobody once the passwords were reset, which takes the file away."""
    try:
        listed: dict[str, dict[str, str]] = json.loads((data / ACCOUNTS_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return [DemoPerson(login, row["name"], row["role"], row["password"]) for login, row in listed.items()]
