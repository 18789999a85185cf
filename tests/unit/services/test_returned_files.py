"""A backup of before a destruction is restored: the list beside the key file knows, tells, and destroys again (ADR 0267)."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

from models.case.complaint import Complaint
from models.case.lifecycle import Outcome, Stage
from models.clock.legal_time import parse_moment
from models.ledger.trail_check import verify_trail
from models.store.database import Database
from models.vault.destroyed_list import DestroyedFile, destroyed_list_of, note_destroyed, read_destroyed
from models.vault.keyring import Keyring
from services.alerts.raise_alerts import raise_alerts_step
from services.evidence.incoming_file import IncomingFile
from services.keeping.destroy_step import destroy_files_step
from services.keeping.find_destroyed import find_destroyed
from services.keeping.read_destruction import list_destructions
from services.keeping.returned_files import list_returned
from tests.database import key_file_of_this_process, sqlite_at
from tests.full_office import CONTENT, FullOffice
from tests.unit.services.keeping_files import SUPERVISOR, seal
from tests.unit.services.test_appraisal import close_due
from tests.unit.services.test_destroyed_file import count_files, decide_to_destroy, list_and_witness
from tests.web_staff.fake_monitor import FakeMonitor

ROOT = Path(__file__).parents[3]


def back_up(folder: Path, to: Path) -> None:
    """As docs/operations.md says: the database and the files, without the keys."""
    source, target = (sqlite3.connect(one / "jieban.sqlite3") for one in (folder, to))
    with closing(source), closing(target):
        source.backup(target)
    shutil.copytree(folder / "files", to / "files")


def restore(backup: Path, folder: Path) -> None:
    for name in ("jieban.sqlite3", "jieban.sqlite3-wal", "jieban.sqlite3-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.copy(backup / "jieban.sqlite3", folder / "jieban.sqlite3")
    shutil.rmtree(folder / "files")
    shutil.copytree(backup / "files", folder / "files")


def run(folder: Path, key_file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("JIEBAN_")}
    own = {"JIEBAN_DATA": str(folder), "JIEBAN_KEY_FILE": str(key_file)}
    command = (sys.executable, "-m", "deploy", "files", "returned", *options)
    return subprocess.run(command, env=inherited | own, cwd=ROOT, capture_output=True, text=True, check=False)


def numbers_on_the_page(office: FullOffice) -> tuple[str, ...]:
    raise_alerts_step(office.unit_of_work, FakeMonitor(), has_receiver=False, key_file=key_of(office))  # type: ignore[arg-type]  # the part of the port that is asked
    return list_destructions(office.unit_of_work(), office.actor(SUPERVISOR)).returned


def key_of(office: FullOffice) -> Path:
    return office.folder / "vault.key"


def file_with_evidence(office: FullOffice) -> str:
    """A complaint with a file of the complainant, closed and sealed; its term is over in 2037."""
    upload = IncomingFile("说明.txt", "text/plain", io.BytesIO("笔录原文".encode()))
    case = office.file(upload).complaint_id
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Complaint, case)
        row.stage, row.outcome = Stage.ARCHIVED, Outcome.REFUSED
        row.closed_at = parse_moment("2026-10-08T09:00")
    seal(office, case)
    return case


def is_readable(database: Database, case: str) -> bool:
    with database.read() as session:
        row = session.get_one(Complaint, case)
        assert (row.destroyed_at is None) == bool(row.matter)
        return row.destroyed_at is None


def test_a_restored_backup_is_told_loudly_and_its_files_are_destroyed_again(
    tmp_path: Path, sqlite_office_template: Path, keyring: Keyring
) -> None:
    """Files of the folder, rows and trail: readable after the restore, named by page, alert and exit code, and gone again."""
    folder, backup = tmp_path / "office", tmp_path / "backup"
    folder.mkdir()
    backup.mkdir()
    shutil.copy(sqlite_office_template, folder / "jieban.sqlite3")
    shutil.copy(key_file_of_this_process(), folder / "vault.key")
    with sqlite_at(folder / "jieban.sqlite3") as database:
        office = FullOffice(database, folder=folder)
        case, kept = file_with_evidence(office), close_due(office)
        files = count_files(office)
        decide_to_destroy(office, case, keep=kept)
        back_up(folder, backup)
        list_and_witness(office)
        destroy_files_step(office.unit_of_work, key_of(office))
        assert not is_readable(database, case)
        (told,) = read_destroyed(key_of(office))
        assert (told.complaint_id, told.list_number) == (case, "XH-2037-001")
        assert CONTENT[:4] not in destroyed_list_of(key_of(office)).read_text("utf-8")
        assert numbers_on_the_page(office) == ()
        gone = count_files(office)
        assert gone < files
    restore(backup, folder)
    with sqlite_at(folder / "jieban.sqlite3") as database:
        office = FullOffice(database, office.clock, folder=folder)
        assert is_readable(database, case), "the backup brought it back"
        with database.read() as session:
            number = session.get_one(Complaint, case).number
        assert numbers_on_the_page(office) == (number,)
    asked = run(folder, key_of(office))
    assert asked.returncode == 1
    assert number in asked.stderr
    again = run(folder, key_of(office), "--destroy")
    assert again.returncode == 0, again.stderr
    assert number in again.stdout
    with sqlite_at(folder / "jieban.sqlite3") as database:
        office = FullOffice(database, office.clock, folder=folder)
        assert (is_readable(database, case), is_readable(database, kept)) == (False, True)
        assert count_files(office) == gone
        assert numbers_on_the_page(office) == ()
        told_of_it = find_destroyed({"complaint_id": case}, office.unit_of_work(), office.actor(SUPERVISOR))
        assert told_of_it is not None
        assert (told_of_it.list_number, told_of_it.list_id) == ("XH-2037-001", "")
        with database.read() as session:
            report = verify_trail(session)
        assert (report.fault, report.emptied > 0) == (None, True)


def test_a_file_whose_case_is_open_in_the_backup_is_told_and_not_destroyed(
    tmp_path: Path, office: FullOffice
) -> None:
    """Tasks run on it: whoever runs the office closes it first."""
    case = office.file().complaint_id
    listed = DestroyedFile(case, "XH-2037-001", date(2037, 3, 1))
    with office.unit_of_work().reading() as unit:
        (found,) = list_returned([listed, listed], unit)
        assert (found.is_open, found.number) == (True, unit.session.get_one(Complaint, case).number)
        assert unit.session.get_one(Complaint, case).stage is not Stage.ARCHIVED


def test_the_list_is_only_added_to_and_what_a_kill_left_half_written_is_written_anew(tmp_path: Path) -> None:
    key_file = tmp_path / "vault.key"
    assert read_destroyed(key_file) == ()
    files = [DestroyedFile(f"{number:032x}", "XH-2037-001", date(2037, 3, number)) for number in (1, 2, 3)]
    assert note_destroyed(key_file, files[:2]) == 2
    path = destroyed_list_of(key_file)
    path.write_text(path.read_text("utf-8")[:-9], "utf-8")
    assert read_destroyed(key_file) == tuple(files[:1])
    assert note_destroyed(key_file, files) == 2
    assert read_destroyed(key_file) == tuple(files)
    assert note_destroyed(key_file, files) == 0
    assert path.stat().st_mode & 0o777 == 0o600
