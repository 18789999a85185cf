"""Runs rows of a table by name, one after the other, and tells how each ended: parts of proofs, shards of tests."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

# Runs one row: its exit code, and a line about it.
Run = Callable[[], tuple[int, str]]


def run_in_turn(names: Sequence[str], rows: Mapping[str, Run], what: str) -> int:
    """Run these rows, or all, also after one that failed; 1 if one failed, 2 for a name that `rows` has not.

    `what` says of which rows and of what they are, such as `part of make prove`.
    """
    one, _, place = what.partition(" of ")
    if unknown := sorted(set(names) - set(rows)):
        print(f"no {one} {', '.join(unknown)}; there are {', '.join(rows)}", file=sys.stderr)
        return 2
    told = []
    has_failed = False
    for name in names or rows:
        code, line = rows[name]()
        print(line, flush=True)
        told.append(line)
        has_failed |= code != 0
    if len(told) > 1:
        print("", f"{one}s of {place}:", *told, sep="\n")
    return int(has_failed)
