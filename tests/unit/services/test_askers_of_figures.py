"""ADR 0272: the store of figures is asked by pages that show what it says, and by nobody who decides."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
FIGURES = "services/figures/"
# Whoever asks outside of the room of figures, and why that is no decision.
MAY_ASK = {
    "services/oversight/read_figures.py": "bodies outside read them, as of when they were counted",
    "services/health/side_watch.py": "only how far the store is",
    "services/bulletins/open_bulletin.py": "frozen for people to word, and only once the period is counted (ADR 0302)",
    "services/proposals/freeze_figures.py": "frozen beside a proposal, and only once its days are counted",
    "services/summaries/count_months.py": "rows of the database at a moment, by the function that the check of the store uses",
    "api/administration/checklists.py": "what was complained about before, for who writes a list",
    "api/staff/": "pages that show numbers and open their cases",
    "deploy/": "who builds, checks and rebuilds the store",
    "workers/": "who keeps it up with the trail",
}
_ASKS = re.compile(r"ports\.figures\b(?! import)")
_FROM = re.compile(r"from services\.figures\.(\w+) import ([^\n(]+|\([^)]*\))")


def list_sources() -> dict[str, str]:
    folders = ("services", "api", "workers", "deploy")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    return {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in files}


def list_askers(sources: dict[str, str]) -> set[str]:
    """Modules that ask the store, or import what asks it from the room of figures."""
    asking = {path for path, text in sources.items() if _ASKS.search(text)}
    names = {(path, name) for path in asking for name in _list_functions(sources[path])}
    while True:
        more = {path for path, text in sources.items() if _imports(text, names)} - asking
        if not more:
            return asking
        asking |= more
        names |= {(path, name) for path in more for name in _list_functions(sources[path])}


def _list_functions(text: str) -> list[str]:
    return re.findall(r"^def (\w+)", text, re.MULTILINE)


def _imports(text: str, names: set[tuple[str, str]]) -> bool:
    return any(
        (f"{FIGURES}{module}.py", name) in names
        for module, told in _FROM.findall(text)
        for name in re.findall(r"\w+", told)
    )


def test_only_who_shows_them_asks_for_figures() -> None:
    asking = {path for path in list_askers(list_sources()) if not path.startswith(FIGURES)}
    unnamed = {path for path in asking if not path.startswith(tuple(MAY_ASK))}
    assert unnamed == set(), "decisions are counted from the database"
    assert [named for named in MAY_ASK if not any(path.startswith(named) for path in asking)] == []


def test_what_freezes_them_asks_first_whether_they_are_counted() -> None:
    sources = list_sources()
    for path, why in MAY_ASK.items():
        if "frozen" in why:
            assert "require_counted(" in sources[path], path
