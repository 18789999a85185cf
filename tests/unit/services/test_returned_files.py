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
from models.case.file_freeze import FileFreeze
from models.case.file_restriction import RestrictionKind
from models.case.lifecycle import Outcome, Stage
from models.clock.legal_time import beijing_date, parse_moment
from models.ground.keeping_codes import DestructionState, Hold
from models.ledger.trail_check import verify_trail
from models.ledger.trail_event import TrailEvent
from models.office.alert import Alert, AlertKind
from models.store.database import Database
from models.vault.destroyed_list import DestroyedFile, destroyed_list_of, note_destroyed, read_destroyed
from models.vault.keyring import Keyring
from services.actor import SYSTEM
from services.alerts.destroyed_look import DestroyedLook
from services.alerts.raise_alerts import raise_alerts_step
from services.evidence.incoming_file import IncomingFile
from services.keeping.destroy_step import destroy_files_step
from services.keeping.find_destroyed import find_destroyed
from services.keeping.freeze_file import FreezeFile, freeze_file
from services.keeping.read_destruction import list_destructions
from services.keeping.release_file import ReleaseFile, release_file
from services.keeping.returned_files import destroy_again, find_hold, list_returned
from services.restriction.restrict import NewRestriction, restrict
from tests.database import key_file_of_this_process, sqlite_at
from tests.full_office import CONTENT, FullOffice
from tests.unit.services.keeping_files import SUPERVISOR, seal
from tests.unit.services.test_appraisal import close_due
from tests.unit.services.test_destroyed_file import count_files, decide_to_destroy, line_of, list_and_witness
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


def look(office: FullOffice, at: DestroyedLook | None = None) -> None:
    at = at or DestroyedLook(key_of(office))
    raise_alerts_step(office.unit_of_work, FakeMonitor(), has_receiver=False, look=at)


def numbers_on_the_page(office: FullOffice) -> tuple[str, ...]:
    look(office)
    return list_destructions(office.unit_of_work(), office.actor(SUPERVISOR)).returned


def list_faults(office: FullOffice) -> list[str]:
    rows = office.rows(Alert, kind=AlertKind.DESTROYED_LIST)
    return [str(row.facts["what"]) for row in rows if row.cleared_at is None]


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


def bring_back(office: FullOffice, case: str) -> None:
    """A closed file that the list beside the key file says was destroyed today."""
    note_destroyed(key_of(office), [DestroyedFile(case, "XH-2037-001", beijing_date(office.clock.now()))])


def test_a_file_whose_case_is_open_in_the_backup_is_told_and_not_destroyed(office: FullOffice) -> None:
    """Tasks run on it: whoever runs the office closes it first."""
    case, closed = office.file().complaint_id, close_due(office)
    bring_back(office, case)
    bring_back(office, closed)
    (gone,) = destroy_again(office.unit_of_work, key_of(office))
    assert gone.complaint_id == closed
    with office.unit_of_work().reading() as unit:
        (left,) = list_returned(read_destroyed(key_of(office)) * 2, unit)
        assert (left.complaint_id, find_hold(left, unit)) == (case, Hold.OPEN)
        assert unit.session.get_one(Complaint, case).matter


def test_what_was_frozen_since_is_not_destroyed_again_and_what_held_it_before_is_not_asked(
    office: FullOffice,
) -> None:
    """A court asks for the file while the restored office works on; another freeze came out of the backup."""
    since, before = close_due(office), close_due(office)
    freeze_file(FreezeFile(before, "court", "法院调卷"), office.unit_of_work(), office.actor(SUPERVISOR))
    office.clock.set("2037-03-01T09:00")
    for case in (since, before):
        bring_back(office, case)
    freeze_file(FreezeFile(since, "court", "法院调卷"), office.unit_of_work(), office.actor(SUPERVISOR))
    (gone,) = destroy_again(office.unit_of_work, key_of(office))
    assert gone.complaint_id == before
    assert is_readable(office.database, since)
    with office.unit_of_work().reading() as unit:
        (left,) = list_returned(read_destroyed(key_of(office)), unit)
        assert find_hold(left, unit) is Hold.FROZEN
    (freeze,) = office.rows(FileFreeze, complaint_id=since)
    release_file(ReleaseFile(since, freeze.id, "已还"), office.unit_of_work(), office.actor(SUPERVISOR))
    assert [one.complaint_id for one in destroy_again(office.unit_of_work, key_of(office))] == [since]


def test_a_list_that_the_backup_was_about_to_carry_out_tells_the_file_as_emptied(office: FullOffice) -> None:
    """Made between the opening of the list and its end: the paper that is signed says what became of the file."""
    case, other = close_due(office), close_due(office)
    decide_to_destroy(office, case, other)
    list_and_witness(office)
    bring_back(office, case)
    assert len(destroy_again(office.unit_of_work, key_of(office))) == 1
    assert line_of(office, case).state is DestructionState.EMPTIED
    destroy_files_step(office.unit_of_work)
    (told,) = [row for row in office.rows(TrailEvent) if row.kind == "destruction.carried_out"]
    assert (told.payload["emptied"], told.payload["held"]) == (2, 0)


def test_whoever_has_a_shell_is_told_no_number_of_a_case_for_named_readers(office: FullOffice) -> None:
    case = close_due(office)
    bring_back(office, case)
    with office.unit_of_work().reading() as unit:
        (left,) = list_returned(read_destroyed(key_of(office)), unit)
        assert left.shown == unit.session.get_one(Complaint, case).number
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Complaint, case)
        restrict(NewRestriction(RestrictionKind.PERSON, (SUPERVISOR,)), row, unit, SYSTEM)
    with office.unit_of_work().reading() as unit:
        (left,) = list_returned(read_destroyed(key_of(office)), unit)
    assert (left.number, left.shown) == (None, case)


def test_a_list_that_cannot_be_read_is_told_and_stops_no_other_alert(office: FullOffice) -> None:
    """What was told before stays told; so it does while the list is away, and a second backup is told anew."""
    case = close_due(office)
    bring_back(office, case)
    (number,) = numbers_on_the_page(office)
    path = destroyed_list_of(key_of(office))
    good = path.read_text("utf-8")
    for bad in (good.encode() + b"\xff", f"{1:032x} XH-1 2037-02-30\n".encode()):
        path.write_bytes(bad)
        assert numbers_on_the_page(office) == (number,)
        assert list_faults(office) == ["unreadable"]
    path.rename(path.with_suffix(".away"))
    assert numbers_on_the_page(office) == (number,)
    path.write_text(good, "utf-8")
    assert (numbers_on_the_page(office), list_faults(office)) == ((number,), [])
    path.write_text("", "utf-8")
    assert numbers_on_the_page(office) == ()
    office.clock.set("2037-03-02T09:00")
    path.write_text(good, "utf-8")
    assert numbers_on_the_page(office) == (number,)


def test_what_could_not_be_listed_is_told_until_it_is(office: FullOffice) -> None:
    """The folder of the key is not to be written: nothing would know of a backup that is restored."""
    case = close_due(office)
    decide_to_destroy(office, case)
    list_and_witness(office)
    key_file = office.folder / "secret" / "vault.key"
    destroy_files_step(office.unit_of_work, key_file)
    assert line_of(office, case).state is DestructionState.EMPTIED
    look(office, DestroyedLook(key_file))
    assert list_faults(office) == ["unwritable"]
    key_file.parent.mkdir()
    look(office, DestroyedLook(key_file))
    assert list_faults(office) == []
    assert [one.complaint_id for one in read_destroyed(key_file)] == [case]


def test_a_look_asks_again_only_when_the_list_changed_or_some_minutes_are_over(office: FullOffice) -> None:
    """A hundred thousand destroyed files are not asked about every ten seconds."""
    kept = DestroyedLook(key_of(office))
    assert kept.look(office.unit_of_work) is not None
    assert kept.look(office.unit_of_work) is None
    case = close_due(office)
    bring_back(office, case)
    for _ in range(2):
        seen = kept.look(office.unit_of_work)
        assert seen is not None
        assert seen.returned is not None
        assert [one.complaint_id for one in seen.returned] == [case]
    destroy_again(office.unit_of_work, key_of(office))
    assert kept.look(office.unit_of_work) is not None
    assert kept.look(office.unit_of_work) is None
    office.system_clock.set("2037-03-02T09:00")  # type: ignore[attr-defined]  # a clock that tests set
    assert kept.look(office.unit_of_work) is not None


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
