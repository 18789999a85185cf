"""A thousand letters in a batch, and what everybody else waits meanwhile; how long one letter takes when the fonts are known.

An office of its own with its pages served by the product's web server: the step of the workers writes the letters of a
mass complaint in this process while somebody reads and somebody writes beside it. Run by `make bench`; a letter that is
missing, doubled or out of order, or a warm letter that takes longer than 0.3 s, ends it with 1. `LETTERS=100` writes fewer.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deploy.said import say
from models.case.letter import CaseLetter
from models.store.database import Database
from models.store.migrations import migrate
from models.vault.keyring import use_keyring
from services.letters.batch.order_batch import OrderBatch, order_batch
from services.letters.batch.print_batch import print_batch
from services.letters.batch.write_batch import write_batches_step
from services.letters.open_letter import PreviewLetter, draw_draft, preview_letter
from tests.database import keys_of_this_process
from tests.full_office import FullOffice
from tests.office import Office
from tests.served_office import ServedOffice, serve_office
from tests.unit.services.mass_complaint import CLERK, accept_all, open_mass_complaint

LETTERS = int(os.environ.get("LETTERS", "1000"))
KIND, ROUND, ADDRESS = "acceptance_notice", "round-1", "https://tousu.example.cn/"
WARM_SECONDS = 0.3
READER = "fang.huiyin"


@dataclass
class Waits:
    """How long somebody waited, each time."""

    seconds: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{len(self.seconds)} times, median {statistics.median(self.seconds) * 1000:.0f} ms,"
            f" longest {max(self.seconds) * 1000:.0f} ms"
        )


@contextmanager
def asked_all_along(*asks: tuple[Callable[[], object], Waits]) -> Iterator[None]:
    """Each is asked for again and again, with a breath between, until the block ends."""
    is_over = threading.Event()

    def repeat(ask: Callable[[], object], waits: Waits) -> None:
        while not is_over.is_set():
            waits.seconds.append(took(ask))
            is_over.wait(0.5)

    people = [threading.Thread(target=repeat, args=pair) for pair in asks]
    for person in people:
        person.start()
    try:
        yield
    finally:
        is_over.set()
        for person in people:
            person.join()


def took(do: Callable[[], object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def measure_warm_letter(office: FullOffice, complaint_id: str) -> bool:
    """The picture of a draft and its PDF; prints a line."""
    command = PreviewLetter(complaint_id, KIND, ROUND, ADDRESS)
    actor = office.actor(CLERK)
    asks: dict[str, Callable[[], object]] = {
        "picture of a page": lambda: draw_draft(command, 1, office.unit_of_work(), actor),
        "PDF": lambda: preview_letter(command, office.unit_of_work(), actor),
    }
    is_quick = True
    for name, ask in asks.items():
        cold, warm = took(ask), [took(ask) for _ in range(20)]
        say(
            f"a letter as {name}: cold {cold:.2f} s, warm median {statistics.median(warm):.3f} s, longest {max(warm):.3f} s"
        )
        is_quick = is_quick and statistics.median(warm) <= WARM_SECONDS
    return is_quick


def measure_batch(served: ServedOffice) -> bool:
    """Everything from the order to the file to print; prints what it took."""
    office = served.office
    preparing = time.perf_counter()
    filed = open_mass_complaint(office, LETTERS, decide=accept_all)
    other = office.file(address="198.51.99.1")
    say(f"{LETTERS} files of a mass complaint made in {time.perf_counter() - preparing:.0f} s")
    is_quick = measure_warm_letter(office, filed[0].complaint_id)
    reader = served.visitor(READER)
    reading, writing = Waits(), Waits()
    # What is read once a process is read.
    reader.get(f"/cases/{other.complaint_id}")
    command = OrderBatch(filed[0].complaint_id, KIND, "a" * 32, ADDRESS)
    ordering = time.perf_counter()
    batch_id = order_batch(command, office.unit_of_work(), office.actor(CLERK))
    say(f"ordered in {time.perf_counter() - ordering:.2f} s")
    with asked_all_along(
        (lambda: reader.get(f"/cases/{other.complaint_id}"), reading),
        (lambda: note_look(office), writing),
    ):
        began = time.perf_counter()
        while write_batches_step(office.unit_of_work):
            pass
        seconds = time.perf_counter() - began
    say(f"{LETTERS} letters frozen, laid out and kept in {seconds:.0f} s: {LETTERS / seconds:.1f} a second")
    say(f"page of another case meanwhile: {reading}")
    say(f"another writer meanwhile: {writing}")
    printing = time.perf_counter()
    printed = print_batch(batch_id, office.unit_of_work(), office.actor(CLERK))
    say(f"one PDF of all: {time.perf_counter() - printing:.1f} s, {len(printed.content) / 1e6:.1f} MB")
    say(f"this process at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return is_quick and is_whole(office, [one.complaint_id for one in filed])


def note_look(office: FullOffice) -> None:
    """A short transaction of somebody else."""
    with office.unit_of_work() as unit:
        unit.trail.add(None, "account.signed_in", {}, office.actor(READER))


def is_whole(office: FullOffice, complaint_ids: list[str]) -> bool:
    """One letter a file, numbered from 1 in the order of the files, each with its page."""
    rows = {row.complaint_id: row for row in office.rows(CaseLetter)}
    expected = [f"云政服受告〔2026〕{no}号" for no in range(1, len(complaint_ids) + 1)]
    given = [rows[case].number for case in complaint_ids if case in rows]
    return given == expected and all(row.sha256 for row in rows.values())


def main() -> int:
    """0 when all letters are there once and a warm letter is quick."""
    use_keyring(keys_of_this_process())
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.sqlite3"
        database = Database(f"sqlite:///{template}")
        migrate(database)
        Office(database).set_up()
        database.dispose()
        (Path(folder) / "office").mkdir()
        with serve_office(Path(folder) / "office", template) as served:
            return 0 if measure_batch(served) else 1


if __name__ == "__main__":
    sys.exit(main())
