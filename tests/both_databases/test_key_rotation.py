"""Rotation of the keys: by command, with people at work, through a kill, on both databases."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import column, select, table, text

from deploy.cli.trail import EXIT_UNNOTED
from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.lifecycle import FileEntryKind
from models.ledger.trail_check import verify_trail
from models.ledger.trail_event import TrailEvent
from models.store.sealed_rows import count_older, list_sealed_tables
from models.vault.identity import Identity
from models.vault.key_file import load_key_file
from models.vault.key_rotation import RotationRunning, rotation_lock
from models.vault.keyring import get_keyring
from models.vault.sealed_stream import sealing_key_of
from services.actor import SYSTEM
from services.case.record_entry import RecordEntry, record_entry
from services.identity.masked_identity import find_masked_identity
from services.identity.phone_on_file import is_phone_on_file
from services.identity.rotate_keys import RotateKeys, rotate_keys
from tests.full_office import FullOffice
from tests.unit.services.projected_task import submit, walk_to

PAUSE_SECONDS = 0.2  # a person is slower still; without it the colleague starves the rotation of its core
PHONE = "199-0000-0201"


class Colleague(threading.Thread):
    """Somebody who reads and files until told to stop; remembers what went wrong."""

    def __init__(self, office: FullOffice, case: str) -> None:
        super().__init__(daemon=True)
        self._office, self._case = office, case
        self.must_stop, self.rounds = threading.Event(), 0
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.must_stop.is_set():
                self._work()
                self.rounds += 1
                self.must_stop.wait(PAUSE_SECONDS)
        except BaseException as fault:
            self.fault = fault

    def _work(self) -> None:
        assert self._office.rows(Complaint, id=self._case)[0].matter
        assert self._office.rows(TrailEvent, seq=self.rounds % 20 + 1)[0].payload is not None
        with self._office.unit_of_work().reading() as unit:
            assert find_masked_identity(self._case, unit) is not None
        note = RecordEntry(self._case, FileEntryKind.NOTE, f"第{self.rounds}次联系")
        record_entry(note, self._office.unit_of_work(), self._office.actor("xun.wenshi"))


@contextmanager
def at_work(office: FullOffice, case: str) -> Iterator[Colleague]:
    colleague = Colleague(office, case)
    colleague.start()
    yield colleague
    colleague.must_stop.set()
    colleague.join(20)
    assert colleague.fault is None
    assert colleague.rounds > 0


def run(office: FullOffice, key_file: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A command as a process of its own on this office."""
    url = office.database.engine.url.render_as_string(hide_password=False)
    settings = {
        "JIEBAN_DATA": str(key_file.parents[1]),
        "JIEBAN_DATABASE_URL": url,
        "JIEBAN_KEY_FILE": str(key_file),
    }
    return subprocess.run(
        [sys.executable, "-m", *command],
        check=False,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        timeout=60,
    )


def older_values(office: FullOffice) -> int:
    with office.unit_of_work().reading() as unit:
        return sum(count_older(unit.session, entry, get_keyring()) for entry in list_sealed_tables())


def raw_values(office: FullOffice, name: str, columns: list[str]) -> list[tuple[str | None, ...]]:
    """What the database itself holds."""
    with office.database.read() as session:
        return [tuple(row) for row in session.execute(select(table(name, *map(column, columns))))]


def archived_case(office: FullOffice) -> str:
    case = office.file().complaint_id
    walk_to(office, case, "record-return-visit")
    submit(
        office, case, "record-return-visit", "fang.huiyin", reached="yes", satisfaction="4", comment="已解决"
    )
    return case


def test_rotation_goes_on_after_a_kill_while_people_read_and_file(office: FullOffice, key_file: Path) -> None:
    """Every sealed value carries the new key, nobody met an error, nothing is lost."""
    case = archived_case(office)
    keys_before = set(json.loads(key_file.read_text())["keys"])
    index_before = office.rows(Identity)[0].phone_index
    with at_work(office, case) as colleague:
        killed = run(office, key_file, "tests.both_databases.killed_rotation")
        assert killed.returncode == -signal.SIGKILL
        new_key = load_key_file(key_file).active_key_id
        assert new_key not in keys_before
        assert older_values(office) > 0
        resumed = run(office, key_file, "deploy", "keys", "rotate")
        assert resumed.returncode == 0, resumed.stderr
        assert f"broken off before / 续用上次的密钥 {new_key}" in resumed.stdout
    notes = office.rows(FileEntry, complaint_id=case)
    assert sorted(note.text for note in notes if note.text.endswith("次联系")) == sorted(
        f"第{n}次联系" for n in range(colleague.rounds)
    )
    content = json.loads(key_file.read_text())
    assert set(content["keys"]) == keys_before | {new_key}
    assert oct(key_file.stat().st_mode & 0o777) == "0o600"
    assert older_values(office) == 0
    names = [f"{field}_sealed" for field in ("name", "phone")]
    for values in raw_values(office, "identity", [*names, "key_id"]):
        assert all(value is None or value.startswith(f"v1:{new_key}:") for value in values[:-1])
        assert values[-1] == new_key
    assert office.rows(Identity, complaint_id=case)[0].phone_index == index_before
    with office.unit_of_work().reading() as unit:
        assert is_phone_on_file(case, PHONE, unit)
        assert verify_trail(unit.session).fault is None
    # All of it holds; no workers ran that would have noted a head.
    assert run(office, key_file, "deploy", "trail", "verify").returncode == EXIT_UNNOTED


def test_each_rotation_makes_one_key_and_the_trail_stays_append_only(
    office: FullOffice, key_file: Path
) -> None:
    """The next rotation is a new one; the triggers of the trail are back. Files go along, those in clear too."""
    archived_case(office)
    store = office.unit_of_work().ports.object_store
    old, name = office.folder / "files" / "00" / ("0" * 32), store.put("笔录原文".encode()).key
    old.parent.mkdir(exist_ok=True)
    old.write_bytes("早先的笔录".encode())
    first = rotate_keys(RotateKeys(key_file, lambda *_: None), office.unit_of_work, SYSTEM)
    second = rotate_keys(RotateKeys(key_file, lambda *_: None), office.unit_of_work, SYSTEM)
    assert (first.was_made_now, second.was_made_now) == (True, True)
    assert first.key_id != second.key_id
    assert len(json.loads(key_file.read_text())["keys"]) == 3
    assert (first.files, second.files) == (2, 2)
    assert (store.get(name), store.get(old.name)) == ("笔录原文".encode(), "早先的笔录".encode())
    with old.open("rb") as lying:
        assert sealing_key_of(lying) == second.key_id
    assert [row.payload["key_id"] for row in office.rows(TrailEvent, kind="keys.rotated")] == [
        first.key_id,
        second.key_id,
    ]
    with pytest.raises(Exception, match="append-only"), office.unit_of_work() as unit:
        unit.session.execute(text("UPDATE trail_event SET actor = 'other' WHERE seq = 1"))


def test_a_value_that_nothing_opens_is_named_and_the_rotation_stays_unfinished(
    office: FullOffice, key_file: Path
) -> None:
    """One damaged row or file stops neither the others nor the truth about it."""
    first, second = office.file().complaint_id, office.file().complaint_id
    with office.unit_of_work() as unit:
        unit.session.execute(
            text("UPDATE complaint SET matter = 'v1:ffffffff:AAAA' WHERE id = :id"), {"id": first}
        )
    store = office.unit_of_work().ports.object_store
    damaged, whole = store.put("一份笔录".encode()).key, store.put("另一份".encode()).key
    with (office.folder / "files" / damaged[:2] / damaged).open("ab") as file:
        file.write(b"?")
    done = run(office, key_file, "deploy", "keys", "rotate")
    assert done.returncode == 1
    assert f"cannot be opened / 无法解密: files/{damaged}" in done.stderr
    assert store.get(whole) == "另一份".encode()
    assert f"cannot be opened / 无法解密: complaint.matter {first}" in done.stderr
    assert office.rows(Complaint, id=second)[0].matter
    again = run(office, key_file, "deploy", "keys", "rotate")
    assert "broken off before" in again.stdout


def test_two_rotations_at_once_are_refused(office: FullOffice, key_file: Path) -> None:
    """One key file, one rotation."""
    with rotation_lock(key_file):
        refused = run(office, key_file, "deploy", "keys", "rotate")
        with pytest.raises(RotationRunning):
            rotate_keys(RotateKeys(key_file, lambda *_: None), office.unit_of_work, SYSTEM)
    assert refused.returncode == 1
    assert "Another rotation" in refused.stderr


def test_broken_trail_is_named_by_the_command(office: FullOffice, key_file: Path) -> None:
    """`jieban trail verify` names the row and ends with 1."""
    office.file()
    with office.database.connect_for_write() as connection:
        if office.database.is_sqlite:
            connection.execute(text("DROP TRIGGER trail_event_refuses_UPDATE"))
        else:
            connection.execute(text("ALTER TABLE trail_event DISABLE TRIGGER ALL"))
        connection.execute(text("UPDATE trail_event SET actor = 'other' WHERE seq = 2"))
    done = run(office, key_file, "deploy", "trail", "verify")
    assert done.returncode == 1
    assert "row 2" in done.stderr and "第 2 行" in done.stderr
