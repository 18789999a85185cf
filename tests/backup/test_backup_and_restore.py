"""A backup is whole or is none; a restore writes nothing before all of it is verified, and begins anew when it was killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.backup.make_backup import make_backup
from deploy.backup.manifest import UNFINISHED, BackupUnusable, read_list_of_files, read_manifest
from deploy.backup.pace import Pace
from deploy.backup.postgres_tools import ToolFailed
from deploy.backup.restore_office import restore_office
from deploy.backup.stored_files import FileCopies
from deploy.file_stores import build_shelf, build_store
from deploy.keys_seen import read_newest_key
from deploy.office import open_office
from deploy.settings import Settings, load_settings
from deploy.web_server import serve_web
from deploy.wiring import open_database, run_workers
from engine.start_refused import StartPostponed
from engine.state.opening import open_store
from models.case.evidence import Evidence
from models.ground.errors import OfficeUnusable
from models.ledger.trail_check import verify_trail
from models.ledger.trail_event import TrailEvent
from models.office.engine_anchor import EngineAnchor, StoreState
from models.vault.key_file import create_key_file
from models.vault.keyring import Keyring, get_keyring, use_keyring
from services.anchor.read_anchor import lock_anchor
from services.identity.vault_key import ForeignKeyFile
from tests.backup.standing_office import WORDS, StandingOffice, count_rows, put_keys, settings_of
from tests.s3_server import serve_s3

ROOT = Path(__file__).parents[2]
# A restore is killed at each so many steps.
STEP = "1" if os.environ.get("PROVE") == "1" else "4"


ON_BOTH = pytest.mark.parametrize(
    "place",
    [
        "standing",
        pytest.param("on_server", marks=pytest.mark.check(sister="tests/store_app/test_postgres_server.py")),
    ],
)


def silent(_line: str) -> None:
    return None


def assert_same_office(restored: Settings, standing: StandingOffice) -> None:
    """All rows, an unbroken trail, the file readable, the engine's store one that opens, and the office opens."""
    database = open_database(restored)
    assert count_rows(database) == count_rows(standing.office.database)
    with database.read() as session:
        assert verify_trail(session).fault is None
        (row,) = session.query(Evidence)
    database.dispose()
    assert build_store(restored).get(row.storage_key).decode() == WORDS
    open_store(restored.data / "engine", silent).close()
    open_office(restored, silent)
    assert not (restored.data / "restore.new").exists()


@ON_BOTH
def test_an_office_comes_back_from_its_backup(
    place: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """SE-42: on both databases; nobody else can read the backup, and no key is in it."""
    standing: StandingOffice = request.getfixturevalue(place)
    folder = tmp_path / "backups" / "one"
    made = make_backup(standing.settings, folder, silent)
    assert (made.files, made.absent, made.has_keys) == (1, 0, False)
    assert made.keys == (get_keyring().active_key_id,)
    paths = [folder, *folder.rglob("*")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600, 0o700}
    assert [path for path in paths if "key" in path.name] == []
    subprocess.run(["sha256sum", "--check", "--quiet", "files.sha256"], cwd=folder, check=True)
    restored = standing.settings_for(tmp_path / "new")
    assert restore_office(restored, folder, silent) == made == read_manifest(folder)
    assert_same_office(restored, standing)


@pytest.mark.parametrize("engine_schema", [1, None])
def test_a_restored_office_goes_on_under_the_next_anchor(
    engine_schema: int | None, standing: StandingOffice, tmp_path: Path
) -> None:
    """SE-42: on a cluster too (no store in the backup); an office that still runs on the old database is told by its own."""
    with standing.office.unit_of_work() as unit:
        row = lock_anchor(unit)
        row.process_instance_key, row.generation, row.state = "2251799813685249", 4, StoreState.OURS
    make_backup(standing.settings, tmp_path / "one", silent)
    made_by(engine_schema=engine_schema)(tmp_path / "one")
    restored = standing.settings_for(tmp_path / "new")
    restore_office(restored, tmp_path / "one", silent)
    database = open_database(restored)
    with database.read() as session:
        (row,) = session.query(EngineAnchor)
        (told,) = session.query(TrailEvent).filter_by(kind="engine_store.accepted")
    database.dispose()
    assert (row.state, row.generation, told.payload["generation"]) == (StoreState.TO_BEGIN, 4, 5)


def test_keys_are_in_it_when_they_are_asked_for_and_told(standing: StandingOffice, tmp_path: Path) -> None:
    make_backup(standing.settings, tmp_path / "one", silent, with_keys=True)
    restored = standing.settings_for(tmp_path / "new", with_keys=False)
    restore_office(restored, tmp_path / "one", silent)
    assert_same_office(restored, standing)
    assert stat.S_IMODE(restored.vault_key_file.stat().st_mode) == 0o600


def changed_byte(path: Path) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        found = next(folder.glob(str(path)))
        content = bytearray(found.read_bytes())
        content[len(content) // 2] ^= 1
        found.write_bytes(content)

    return change


def told_otherwise(name: str, value: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "manifest.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | {name: value}))

    return change


def made_by(**told: object) -> Callable[[Path], None]:
    """As another release of this office would have sealed it."""

    def change(folder: Path) -> None:
        replace(read_manifest(folder), **told).write(folder, get_keyring())  # type: ignore[arg-type]  # by name

    return change


def file_gone(folder: Path) -> None:
    next((folder / "files").rglob("[0-9a-f]" * 32)).unlink()


FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "database": (changed_byte(Path("jieban.sqlite3")), "not as it was"),
    "engine": (changed_byte(Path("engine/engine.db")), "not as it was"),
    "list": (changed_byte(Path("files.sha256")), "not as it was"),
    "file": (changed_byte(Path("files/??/" + "[0-9a-f]" * 32)), "not as it was"),
    "file gone": (file_gone, "missing"),
    "manifest": (told_otherwise("files", 0), "manifest was changed"),
    "form": (told_otherwise("format", 2), "form 2"),
    "half": (lambda folder: (folder / UNFINISHED).touch(), "never came to its end"),
    "none": (lambda folder: (folder / "manifest.json").unlink(), "no backup here"),
    "newer": (made_by(schema="9999"), "does not know"),
    "newer engine": (made_by(engine_schema=9999), "does not know"),
    "server": (made_by(database="postgresql"), "PostgreSQL"),
    "foreign part": (made_by(parts={"../x": {"bytes": 0, "sha256": ""}}), "not in the backup"),
}


def test_what_is_not_as_it_was_is_refused_before_anything_is_written(
    standing: StandingOffice, tmp_path: Path
) -> None:
    whole = tmp_path / "one"
    make_backup(standing.settings, whole, silent)
    restored = standing.settings_for(tmp_path / "new")
    for name, (change, told) in FAULTS.items():
        folder = tmp_path / name
        shutil.copytree(whole, folder)
        change(folder)
        with pytest.raises(BackupUnusable, match=told):
            restore_office(restored, folder, silent)
        assert {path.name for path in restored.data.iterdir()} == {"keys"}, name
    restore_office(restored, whole, silent)


def test_missing_keys_are_named_and_nothing_but_an_empty_place_is_taken(
    standing: StandingOffice, keyring: Keyring, tmp_path: Path
) -> None:
    folder = tmp_path / "one"
    made = make_backup(standing.settings, folder, silent)
    bare = standing.settings_for(tmp_path / "bare", with_keys=False)
    with pytest.raises(BackupUnusable, match=made.keys[0]):
        restore_office(bare, folder, silent)
    assert not bare.data.exists()
    make_backup(standing.settings, tmp_path / "two", silent)
    made_by(keys=("ffffffff",))(tmp_path / "two")
    with pytest.raises(BackupUnusable, match="lacks keys ffffffff"):
        restore_office(standing.settings_for(tmp_path / "new"), tmp_path / "two", silent)
    with pytest.raises(BackupUnusable, match="empty folder"):
        restore_office(standing.settings, folder, silent)
    with pytest.raises(BackupUnusable, match="there is something here"):
        make_backup(standing.settings, folder, silent)
    foreign = standing.settings.model_copy(update={"key_file": tmp_path / "foreign.json"})
    create_key_file(tmp_path / "foreign.json")
    with pytest.raises(ForeignKeyFile):
        make_backup(foreign, tmp_path / "three", silent)
    use_keyring(keyring)
    assert read_manifest(folder) == made


def test_files_of_a_bucket_are_in_it_and_come_back_to_an_empty_place(
    standing: StandingOffice, tmp_path: Path
) -> None:
    with serve_s3() as server:
        told = server.environment() | {"JIEBAN_DATA": str(standing.settings.data)}
        kept = load_settings(told)
        for key in list(build_shelf(standing.settings).list_keys()):
            with build_store(standing.settings).open(key) as stream:
                build_store(kept).put_as(key, stream)
        shutil.rmtree(standing.settings.data / "files")
        assert make_backup(kept, tmp_path / "one", silent).files == 1
        put_keys(tmp_path / "new")
        with pytest.raises(BackupUnusable, match="bucket"):
            restore_office(
                load_settings(told | {"JIEBAN_DATA": str(tmp_path / "new")}), tmp_path / "one", silent
            )
        place = {"JIEBAN_DATA": str(tmp_path / "new"), "JIEBAN_FILES": "s3://files/restored"}
        restored = load_settings(told | place)
        restore_office(restored, tmp_path / "one", silent)
        assert_same_office(restored, standing)


@pytest.mark.check(sister="tests/store_app/test_postgres_server.py")
def test_a_server_that_holds_tables_is_left_alone_and_missing_programs_are_named(
    on_server: StandingOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_backup(on_server.settings, tmp_path / "one", silent)
    put_keys(tmp_path / "new")
    used = settings_of(tmp_path / "new", on_server.office.database.engine.url)
    with pytest.raises(BackupUnusable, match="has tables"):
        restore_office(used, tmp_path / "one", silent)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolFailed, match="postgresql-client"):
        make_backup(on_server.settings, tmp_path / "two", silent)
    assert [path.name for path in tmp_path.glob("two*")] == []


def test_while_a_restore_is_not_whole_no_office_is_opened_or_made_there(
    standing: StandingOffice, tmp_path: Path
) -> None:
    restored = standing.settings_for(tmp_path / "new")
    (restored.data / "restore.unfinished").touch()
    with pytest.raises(OfficeUnusable, match="jieban restore"):
        open_office(restored, silent)
    with pytest.raises(StartPostponed, match="restore"):
        read_newest_key(restored)
    for serve in (serve_web, run_workers):
        with pytest.raises(OfficeUnusable, match="jieban restore"):
            serve(restored)
    make_backup(standing.settings, tmp_path / "one", silent)
    restore_office(restored, tmp_path / "one", silent)
    assert_same_office(restored, standing)


@ON_BOTH
def test_a_restore_that_is_killed_begins_anew_and_never_leaves_half_an_office(
    place: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """SE-42: at each fourth thing that it does to a file, all of them on demand, into the same folder and database."""
    standing: StandingOffice = request.getfixturevalue(place)
    make_backup(standing.settings, tmp_path / "one", silent)
    restored = standing.settings_for(tmp_path / "new")
    seen = subprocess.run(
        [sys.executable, "-m", "tests.backup.killed_restore", str(tmp_path / "one"), STEP],
        env=os.environ | {"JIEBAN_DATA": str(restored.data), "JIEBAN_DATABASE_URL": restored.database_url},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert seen.returncode == 0, seen.stderr
    *killed, last = [json.loads(line) for line in seen.stdout.splitlines()]
    assert len(killed) > 5
    assert {one["ended"] for one in killed} == {-signal.SIGKILL}, seen.stderr
    assert (last["is_office"], last["is_marked"]) == (True, False)
    assert_same_office(restored, standing)


def run_limited(standing: StandingOffice, folder: Path, limit: int) -> subprocess.CompletedProcess[str]:
    """The command on a disk that takes no file longer than `limit` bytes."""
    code = (
        f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit},) * 2);"
        "from deploy.cli import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-c", code, "backup", str(folder)],
        env=os.environ | {"JIEBAN_DATA": str(standing.settings.data)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_full_disk_leaves_nothing_that_looks_like_a_backup(
    standing: StandingOffice, tmp_path: Path
) -> None:
    seen = run_limited(standing, tmp_path / "backups" / "one", 100_000)
    assert (seen.returncode, "Traceback" in seen.stderr) == (1, False), seen.stderr
    assert "no backup was made" in seen.stderr
    assert list((tmp_path / "backups").iterdir()) == []


def test_what_a_killed_backup_left_is_cleared_away_and_nothing_else_is(
    standing: StandingOffice, tmp_path: Path
) -> None:
    left = tmp_path / "one.unfinished"
    (left / "files").mkdir(parents=True)
    with pytest.raises(BackupUnusable, match="move it away"):
        make_backup(standing.settings, tmp_path / "one", silent)
    (left / UNFINISHED).touch()
    assert make_backup(standing.settings, tmp_path / "one", silent).files == 1
    assert not left.exists()


def test_a_second_look_brings_what_came_since_the_first_and_nothing_twice(
    standing: StandingOffice, tmp_path: Path
) -> None:
    """What the record names at the cut came before it, so it is seen by then; what went before its copy is left out."""
    store = build_store(standing.settings)
    copies = FileCopies(tmp_path / "one", Pace(silent))
    copies.look(build_shelf(standing.settings))
    (first,) = copies.parts
    came = store.put(b"later").key
    store.delete(first)
    copies.look(build_shelf(standing.settings))
    assert set(copies.parts) == {first, came}
    copies.write_list()
    assert {key for key, _digest in read_list_of_files(tmp_path / "one")} == {first, came}
