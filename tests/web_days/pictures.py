"""Pictures of what a person of these days sees, for who looks at them; none in a run of the tests."""

from __future__ import annotations

import os
from pathlib import Path

from tests.web_days.person import Person

FOLDER = os.environ.get("DAYS_PICTURES")


def shoot(person: Person, name: str) -> None:
    """The whole page as it stands now."""
    if FOLDER:
        person.page.screenshot(path=str(Path(FOLDER) / f"{name}.png"), full_page=True)
