"""Which hand-written sources name which kinds of requests: by table, descriptor, room, message, act or element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bpmn.reading import FOLDER
from services.requests.kinds import KINDS
from services.requests.request_kind import RequestKind

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


@cache
def _pattern(kind: RequestKind) -> re.Pattern[str]:
    """The class of its table, its lists, its room, its descriptor, its limits and the ids of what works on it."""
    table, room = kind.table, kind.room or kind.name
    words = [table.__name__, kind.listed_as, f"{table.__tablename__}_id", kind.opening.id_name]
    words += [kind.opening.event, kind.opening.message.name, *(clock.name for clock in kind.clocks.values())]
    words += [rf"beside\.{room}", rf"kinds\.{kind.name}", rf"beside\.{table.__module__.rpartition('.')[2]}"]
    words += [element.split("_", 1)[1] for element in kind.task_clocks]
    return re.compile("|".join(rf"(?<![A-Za-z_]){word}(?![A-Za-z_])" for word in words))


def kinds_named_in(text: str) -> list[str]:
    """The kinds that a source names, by name."""
    return [name for name, kind in KINDS.items() if _pattern(kind).search(text)]


def files_that_name(least: int) -> dict[str, list[str]]:
    """Sources that name so many kinds or more, with these."""
    named = {
        path.relative_to(ROOT).as_posix(): kinds_named_in(path.read_text("utf-8")) for path in list_sources()
    }
    return {name: kinds for name, kinds in named.items() if len(kinds) >= least}
