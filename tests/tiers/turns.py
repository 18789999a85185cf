"""In which order files come, so that those that mostly wait run beside those that compute.

Files of the folders of offices that run on their own take half an hour of one process and a third of it of a processor. In the
order of their names they stood in rows, three at once, and two cores waited with them; the longest were the last of all, with
nothing left to go beside them.
"""

from __future__ import annotations

from collections.abc import Sequence

WAITING = ("acceptance", "door", "kill", "owners", "supervise", "up", "workers")
BUSY = ("both_databases", "store_app", "unit", "web", "web_staff")
# What takes longest begins first.
LONGEST = (
    "tests/workers/test_taken_up.py",
    "tests/acceptance/test_some_stories.py",
    "tests/workers/test_stages_way.py",
    "tests/up/test_single_units.py",
    "tests/acceptance/test_last_office.py",
    "tests/workers/test_stage_ends.py",
    "tests/up/test_start_and_stop.py",
    "tests/owners/test_owners.py",
    "tests/workers/test_two_runs.py",
    "tests/acceptance/test_earlier_office.py",
    "tests/supervise/test_supervisor.py",
    "tests/workers/test_way.py",
    "tests/up/test_what_is_away.py",
    "tests/acceptance/test_watches_end.py",
)


def in_turns(files: Sequence[str]) -> list[str]:
    """The same files: those that wait are dealt out evenly among busy ones; all others keep their order."""
    waiting = sorted((file for file in files if folder_of(file) in WAITING), key=rank_of)
    others = [file for file in files if folder_of(file) not in WAITING]
    busy = sum(folder_of(file) in BUSY for file in others)
    ordered: list[str] = []
    seen = dealt = 0
    for file in others:
        if folder_of(file) in BUSY:
            # As large a part of those that wait as of the busy ones, and the first before the first.
            seen += 1
            due = -(-len(waiting) * seen // busy)
            ordered += waiting[dealt:due]
            dealt = due
        ordered.append(file)
    return ordered + waiting[dealt:]


def folder_of(file: str) -> str:
    """The folder of tests that a file is in."""
    return file.removeprefix("tests/").partition("/")[0]


def rank_of(file: str) -> int:
    """The longest first, then all others."""
    return LONGEST.index(file) if file in LONGEST else len(LONGEST)
