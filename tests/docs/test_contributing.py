"""Every path that CONTRIBUTING names is there, so that no recipe sends anybody to a file that has moved (HS-16)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from services.requests.kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (
    ".ci",
    "api",
    "adapters",
    "bench",
    "bpmn",
    "deploy",
    "docs",
    "engine",
    "models",
    "services",
    "tests",
    "web",
    "workers",
)
# Named as what is to come.
_NOT_YET = {"channels/"}
_TOKEN = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[\w.*<>-]+(?:/[\w.*<>-]+)*/?")
_ENDINGS = (".py", ".po", ".md", ".json", ".html", ".bpmn", ".form", ".gz", "/")
_PLACEHOLDER = re.compile(r"<|NNNN|NAME|\*")


def list_lost_paths(text: str) -> Iterator[str]:
    """Paths in backticks that lead nowhere; of one with a placeholder the folder counts."""
    names = {
        path.name
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if "node_modules" not in path.parts
    }
    for token in _TOKEN.findall(text):
        if not _PATH.fullmatch(token) or token in _NOT_YET:
            continue
        if "/" in token and token.partition("/")[0] in FOLDERS:
            placeholder = _PLACEHOLDER.search(token)
            place = token[: placeholder.start()].rpartition("/")[0] if placeholder else token
            if not (ROOT / place).exists():
                yield token
        elif token.endswith(_ENDINGS) and not _PLACEHOLDER.search(token) and not _is_known(token, names):
            yield token


def _is_known(token: str, names: set[str]) -> bool:
    return Path(token).name in names or (ROOT / token).exists()


def test_every_path_of_contributing_exists() -> None:
    """HS-16."""
    assert list(list_lost_paths((ROOT / "CONTRIBUTING.md").read_text("utf-8"))) == []


def test_every_recipe_of_a_thing_with_many_places_gives_their_number() -> None:
    """HS-16, HS-41."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for thing in ("user task", "request beside a case", "limit", "engine element", "letter", "channel"):
        assert re.search(rf"^\*\*An? {thing}\*\* \(\d+ places", text, re.MULTILINE), thing


def list_places(thing: str) -> list[str]:
    """The places of a recipe whose places are all told as paths, up to what is generated."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    recipe = text[text.index(f"**{thing}** (") :].partition("Then `make bpmn`")[0]
    return [token for token in _TOKEN.findall(recipe) if "/" in token]


def test_the_recipe_of_a_request_counts_its_places_and_every_kind_stands_at_them() -> None:
    """HS-16, HS-34: a kind that has no process, act or story of its own lacks that place only."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    places = list_places("A request beside a case")
    told = re.search(r"\*\*A request beside a case\*\* \((\d+) places", text)
    assert told is not None
    assert len(places) == len(set(places)) == int(told[1])
    stands: dict[str, int] = {}
    for name, kind in KINDS.items():
        table = kind.table.__module__.rpartition(".")[2]
        for place in places:
            path = place.replace("<table>", table).replace("<kind>", name)
            if place.startswith("services/beside/"):
                path = place.replace("<kind>", kind.room or name)
            elif place.startswith("bpmn/"):
                path = place.replace("<kind>", name.replace("_", "-"))
            if "<" not in path:
                stands[place] = stands.get(place, 0) + (ROOT / path).exists()
    assert {place for place, number in stands.items() if number < len(KINDS)} == {
        "bpmn/<kind>.bpmn",
        "workers/<kind>.py",
    }
    assert all(number > 6 for number in stands.values()), stands


def test_a_lost_path_is_found() -> None:
    """HS-16 probe."""
    text = "`services/no_room/x.py`, `nowhere.py`, `services/no_room/<form>.py`, `get_`, `make bpmn`, `bpmn/names.py`, `names.py`"
    assert list(list_lost_paths(text)) == [
        "services/no_room/x.py",
        "nowhere.py",
        "services/no_room/<form>.py",
    ]
