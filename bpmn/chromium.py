"""The system's Chromium, as diagrams and pages are opened in it without a window."""

from __future__ import annotations

from pathlib import Path
from typing import Final

# The first needs less than half the time of the second and draws the same: it has no profile, extensions or windows.
_PLACES: Final = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
# The second where there is none: it is the one that a message asks for.
CHROMIUM: Final = next((place for place in _PLACES if place.is_file()), _PLACES[1])
FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
