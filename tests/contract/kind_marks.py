"""Which hand-written sources name which kinds of requests: by table, descriptor, room, message, act or element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bpmn.reading import FOLDER
from services.requests.kinds import KINDS
from services.requests.request_kind import RequestKind
from services.tasks.registry import TASKS

ROOT = FOLDER.parent
_FOLDERS = ("models", "services", "workers", "api", "adapters", "deploy")
# Revisions are written once; what `make bpmn` and the tests write is no place of anybody.
_NOT_BY_HAND = ("models/store/migrations/versions/",)


def list_sources() -> Iterator[Path]:
    """Python and pages, without what is generated."""
    for folder in _FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in (".py", ".html") and not name.startswith(_NOT_BY_HAND):
                yield path


# How acts, tasks and their modules are called: what is done, and the kind.
_DONE = "ask|close|decide|open|order|register|remind|report|request|sign|tell|transfer|verify"


@cache
def _pattern(kind: RequestKind) -> re.Pattern[str]:
    """The class of its table, its lists, its room, its descriptor, its limits, its acts and what works on it."""
    table, room = kind.table, kind.room or kind.name
    words = [table.__name__, kind.listed_as, f"{table.__tablename__}_id", kind.opening.id_name]
    words += [kind.opening.event, kind.opening.message.name, *(clock.name for clock in kind.clocks.values())]
    words += [rf"beside\.{room}", rf"kinds\.{kind.name}", rf"beside\.{table.__module__.rpartition('.')[2]}"]
    words += [task.element.value.split("_", 1)[1] for task in TASKS.values() if task.request is kind]
    words += [rf"(?:{_DONE})[_-]{stem}" for stem in {kind.name, room}] + [rf"{kind.name}\.router"]
    words += [f"{table.__name__}(?:Id|Out)"]
    return re.compile(rf"(?<![A-Za-z_])(?:{'|'.join(words)})(?![A-Za-z_])")


def kinds_named_in(text: str) -> list[str]:
    """The kinds that a source names, by name."""
    return [name for name, kind in KINDS.items() if _pattern(kind).search(text)]


@cache
def _named() -> dict[str, list[str]]:
    return {
        path.relative_to(ROOT).as_posix(): kinds_named_in(path.read_text("utf-8")) for path in list_sources()
    }


def files_that_name(least: int) -> dict[str, list[str]]:
    """Sources that name so many kinds or more, with these."""
    return {name: kinds for name, kinds in _named().items() if len(kinds) >= least}
