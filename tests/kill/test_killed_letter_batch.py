"""Letters in a batch while the process that writes them is killed again and again."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from adapters.clock import SystemClock
from models.case.letter import CaseLetter
from models.case.letter_batch import BatchLetter, LetterBatch
from models.ground.letter_codes import BatchLetterState
from models.ledger.trail_event import TrailEvent
from models.store.database import Database
from services.letters.batch.order_batch import OrderBatch, order_batch
from tests.database import key_file_of_this_process, sqlite_at
from tests.full_office import FullOffice
from tests.unit.services.mass_complaint import CLERK, open_mass_complaint

ROOT = Path(__file__).parents[2]
LETTERS, SEED = 30, 12
# Each round begins a process; a machine that does much else takes its time.
MOST_SECONDS = 600


def begin_writer(folder: Path) -> subprocess.Popen[bytes]:
    own = {"JIEBAN_DATA": str(folder), "JIEBAN_KEY_FILE": str(key_file_of_this_process())}
    command = (sys.executable, "-m", "tests.kill.letter_writer")
    return subprocess.Popen(command, env=os.environ | own, cwd=ROOT)


def wait_until_written(office: FullOffice, number: int, writer: subprocess.Popen[bytes]) -> None:
    ends_at = time.monotonic() + 60
    while writer.poll() is None and time.monotonic() < ends_at:
        if len(office.rows(BatchLetter, state=BatchLetterState.FROZEN)) >= number:
            return
        time.sleep(0.02)


@pytest.mark.timeout(MOST_SECONDS)
@pytest.mark.check(sister="tests/unit/services/test_letter_batch.py")
def test_killed_at_any_place_each_of_thirty_letters_is_written_once_and_no_number_is_missing(
    tmp_path: Path, sqlite_office_template: Path
) -> None:
    """SIGKILL after every few letters, a moment of some milliseconds later, at a place that nobody chose."""
    (tmp_path / "jieban.sqlite3").write_bytes(sqlite_office_template.read_bytes())
    rolled = random.Random(SEED)  # noqa: S311 - a moment, not a secret
    with sqlite_at(tmp_path / "jieban.sqlite3") as database:
        office = make_office(database, tmp_path)
        filed = open_mass_complaint(office, LETTERS)
        command = OrderBatch(
            filed[0].complaint_id, "acceptance_notice", "a" * 32, "https://tousu.example.cn/"
        )
        order_batch(command, office.unit_of_work(), office.actor(CLERK))
        kills = 0
        for number in range(3, LETTERS, 4):
            writer = begin_writer(tmp_path)
            wait_until_written(office, number, writer)
            time.sleep(rolled.uniform(0, 0.15))
            kills += writer.poll() is None
            writer.kill()
            writer.wait()
        assert kills >= 5
        assert begin_writer(tmp_path).wait(120) == 0
        (batch,) = office.rows(LetterBatch)
        assert batch.ended_at is not None
        rows = {row.complaint_id: row for row in office.rows(CaseLetter)}
        given = [str(rows[one.complaint_id].number).partition("〕")[2] for one in filed]
        assert given == [f"{no}号" for no in range(1, LETTERS + 1)]
        assert all(row.sha256 for row in rows.values())
        for kind in ("letter.frozen", "letter.printed"):
            assert len(office.rows(TrailEvent, kind=kind)) == LETTERS


def make_office(database: Database, folder: Path) -> FullOffice:
    return FullOffice(database, SystemClock(), folder=folder, system_clock=SystemClock())
