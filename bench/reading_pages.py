"""What it costs to read: statements and milliseconds of the page of a case, of a task and of the list of cases.

Each page is asked in turns with its look new, which is put on record before the page leaves (ADR 0329), and with the look
already known of the same minute, which is what the page alone costs; a list is no look, so it costs the same both times.
Run by `make bench`; a new look that is not on record, or one that is recorded without need, ends it with 1. `TURNS=100`
asks more often.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event, func, select

from deploy.said import say
from models.ledger.look_record import LookRecord
from models.store.database import Database
from models.store.migrations import migrate
from models.vault.keyring import use_keyring
from tests.database import keys_of_this_process
from tests.full_office import FullOffice
from tests.office import Office
from tests.web.pages import Visitor, build_app
from tests.web_staff.furnished_case import furnish_case
from tests.web_staff.people import signed_in

TURNS = int(os.environ.get("TURNS", "30"))
CASES = 20
READER = "jian.rujing"
LISTS = {"/cases"}
# One for each of the two ways in which a page is asked.
NEW, KNOWN = "new look", "known look"


@dataclass
class Asked:
    """How often a page asked the database, how long it took, and how many looks were put on record, each time."""

    statements: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    looks: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{statistics.median(self.statements):.0f} statements, {statistics.median(self.seconds) * 1000:.1f} ms"


@contextmanager
def counted(office: FullOffice) -> Iterator[list[str]]:
    """All statements inside the block but those by which SQLite begins a transaction."""
    seen: list[str] = []

    def note(*arguments: object) -> None:
        if not str(arguments[2]).startswith(("PRAGMA", "BEGIN")):
            seen.append(str(arguments[2]))

    event.listen(office.database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(office.database.engine, "before_cursor_execute", note)


def ask(office: FullOffice, visitor: Visitor, address: str, asked: Asked) -> None:
    """Once; RuntimeError where the page does not come."""
    before = count_looks(office)
    with counted(office) as seen:
        began = time.perf_counter()
        answer = visitor.client.get(address)
        answer.get_data()
        asked.seconds.append(time.perf_counter() - began)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status}")
    asked.statements.append(len(seen))
    asked.looks.append(count_looks(office) - before)


def count_looks(office: FullOffice) -> int:
    """On record."""
    with office.database.read() as session:
        return session.scalar(select(func.count()).select_from(LookRecord)) or 0


def measure(office: FullOffice, visitor: Visitor, name: str, address: str) -> bool:
    """Print one line; whether each new look at a case was on record, once, and nothing else."""
    ways = {NEW: Asked(), KNOWN: Asked()}
    ask(office, visitor, address, Asked())  # what is read once a process is read
    for _ in range(TURNS):
        # A look is new with each minute of the office.
        office.clock.moment += timedelta(minutes=1)
        for asked in ways.values():
            ask(office, visitor, address, asked)
    new, known = ways[NEW], ways[KNOWN]
    ratio = statistics.median(new.seconds) / statistics.median(known.seconds)
    more = statistics.median(new.statements) / statistics.median(known.statements)
    say(f"{name}: {NEW} {new}; {KNOWN} {known}; ratio {more:.2f} of statements, {ratio:.2f} of time")
    expected = 0 if address in LISTS else 1
    return set(new.looks) == {expected} and set(known.looks) == {0}


def main() -> int:
    """0 when the record of looks is as promised."""
    use_keyring(keys_of_this_process())
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'jieban.sqlite3'}")
        migrate(database)
        Office(database).set_up()
        office = FullOffice(database, folder=Path(folder))
        case = furnish_case(office, "203.0.113.20")
        for _ in range(CASES):
            office.file()
        visitor = signed_in(build_app(office), office, READER)
        pages = {
            "page of a case": f"/cases/{case.complaint_id}",
            "page of a task": f"/tasks/{case.tasks['decide-acceptance']}",
            f"list of {CASES + 1} cases": "/cases",
        }
        told = [measure(office, visitor, name, address) for name, address in pages.items()]
        database.dispose()
    return 0 if all(told) else 1


if __name__ == "__main__":
    sys.exit(main())
