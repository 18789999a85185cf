"""SE-43: a store of an earlier release is rewritten once at its start, or goes on as it is: never half."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.running_office import ready_store
from deploy.settings import load_settings
from engine.state import rewriting
from engine.state.opening import STORE_FILE, open_store
from engine.state.rewriting import NEW_FILE

OPEN = "import sys; from pathlib import Path; from engine.state.opening import open_store; open_store(Path(sys.argv[1])).close()"
ROOT = Path(__file__).parent.parent.parent


def make_older(folder: Path, rows: int = 200) -> int:
    """A store whose file cannot be shortened, as 0.2.0 left it; its size without what was deleted."""
    open_store(folder).close()
    with sqlite3.connect(folder / STORE_FILE, isolation_level=None) as raw:
        raw.execute("PRAGMA auto_vacuum=NONE")
        raw.execute("PRAGMA journal_mode=DELETE")
        raw.execute("VACUUM")
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("BEGIN")
        raw.executemany(
            "INSERT INTO variable VALUES (?, 1, 1, 1, 'case', 'name', ?, NULL)",
            [(key, "值" * 3_000) for key in range(1, rows + 1)],
        )
        raw.execute("COMMIT")
        assert raw.execute("PRAGMA auto_vacuum").fetchone() == (0,)
    raw.close()
    return rows


def look(folder: Path) -> tuple[int, int]:
    """How it can be shortened (2: in steps), and how many rows it has."""
    raw = sqlite3.connect(folder / STORE_FILE)
    [mode] = raw.execute("PRAGMA auto_vacuum").fetchone()
    [rows] = raw.execute("SELECT count(*) FROM variable").fetchone()
    assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
    return mode, rows


def test_a_new_store_can_be_shortened_and_says_nothing(tmp_path: Path) -> None:
    told: list[str] = []
    open_store(tmp_path, told.append).close()
    open_store(tmp_path, told.append).close()
    assert (look(tmp_path), told) == ((2, 0), [])


def test_an_older_store_is_rewritten_once_and_a_person_sees_how_far_it_is(tmp_path: Path) -> None:
    rows = make_older(tmp_path, 1_000)
    told: list[str] = []
    mode = (tmp_path / STORE_FILE).stat().st_mode
    open_store(tmp_path, told.append).close()
    assert look(tmp_path) == (2, rows)
    assert (tmp_path / STORE_FILE).stat().st_mode == mode
    assert ", 0 of 17 MB / " in told[0] and "整理" in told[0]
    assert told[-1].startswith("engine store: rewritten")
    open_store(tmp_path, told.clear).close()  # type: ignore[arg-type]  # nothing is said
    assert not (tmp_path / NEW_FILE).exists()


@pytest.mark.parametrize("killed_at_bytes", [0, 1, 4_000_000])
def test_a_kill_in_the_middle_leaves_the_store_as_it_was(tmp_path: Path, killed_at_bytes: int) -> None:
    rows = make_older(tmp_path, 1_500)
    new = tmp_path / NEW_FILE
    opening = subprocess.Popen(
        [sys.executable, "-c", OPEN, str(tmp_path)], cwd=ROOT, stderr=subprocess.DEVNULL
    )
    while opening.poll() is None and not (new.exists() and new.stat().st_size >= killed_at_bytes):
        time.sleep(0)
    opening.send_signal(signal.SIGKILL)
    opening.wait()
    assert look(tmp_path)[1] == rows
    told: list[str] = []
    open_store(tmp_path, told.append).close()
    assert look(tmp_path) == (2, rows)
    assert not new.exists()


def test_a_kill_right_before_the_rename_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = make_older(tmp_path)

    def die(*_paths: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as planted, pytest.raises(KeyboardInterrupt):
        planted.setattr(rewriting, "_take_over", die)
        rewriting.rewrite_once(tmp_path / STORE_FILE, lambda _line: None)
    assert (tmp_path / NEW_FILE).exists()
    assert look(tmp_path) == (0, rows)
    open_store(tmp_path).close()
    assert look(tmp_path) == (2, rows)


def test_a_disk_that_becomes_full_in_the_middle_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    """The file size that the system grants stands for the disk; the engine then serves the store as it is."""
    rows = make_older(tmp_path, 1_000)
    limited = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f" resource.setrlimit(resource.RLIMIT_FSIZE, ({(tmp_path / STORE_FILE).stat().st_size // 2},) * 2); {OPEN}"
    )
    opened = subprocess.run(
        [sys.executable, "-c", limited, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert opened.returncode == 0, opened.stderr
    assert "it serves as it is" in opened.stderr
    assert look(tmp_path) == (0, rows)
    assert not (tmp_path / NEW_FILE).exists()


@pytest.mark.parametrize("call", ["chmod", "replace", "fsync", "disk_usage"])
def test_a_fault_while_the_new_file_takes_the_place_is_said_and_the_start_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """The system refuses one call, as a disk that fails or a folder of somebody else does."""
    rows = make_older(tmp_path)

    def refuse(*_arguments: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    told: list[str] = []
    owner = {"fsync": os, "disk_usage": shutil}.get(call, Path)
    with monkeypatch.context() as planted:
        planted.setattr(owner, call, refuse)
        rewriting.rewrite_once(tmp_path / STORE_FILE, told.append)
    assert told[-1].startswith("engine store: not rewritten ([Errno 5]") and "照常使用" in told[-1]
    assert not (tmp_path / NEW_FILE).exists()
    assert look(tmp_path) == (0, rows)
    open_store(tmp_path).close()
    assert look(tmp_path) == (2, rows)


def test_what_took_the_place_stays_when_only_the_folder_cannot_be_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = make_older(tmp_path)
    really = os.fsync

    def refuse_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        really(descriptor)

    told: list[str] = []
    with monkeypatch.context() as planted:
        planted.setattr(os, "fsync", refuse_folders)
        open_store(tmp_path, told.append).close()
    assert told[-1].startswith("engine store: rewritten /")
    assert look(tmp_path) == (2, rows)


def test_without_room_for_both_files_it_is_said_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = make_older(tmp_path)
    told: list[str] = []
    monkeypatch.setattr(rewriting, "_ROOM", 1 << 60)
    open_store(tmp_path, told.append).close()
    assert look(tmp_path) == (0, rows)
    assert len(told) == 1 and "MB of free disk are needed" in told[0]


def test_a_store_that_another_program_reads_is_left_alone(tmp_path: Path) -> None:
    rows = make_older(tmp_path)
    number = (tmp_path / STORE_FILE).stat().st_ino
    reader = sqlite3.connect(tmp_path / STORE_FILE, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM variable").fetchone()
    told: list[str] = []
    open_store(tmp_path, told.append).close()
    assert (tmp_path / STORE_FILE).stat().st_ino == number
    assert told[-1].startswith("engine store: not rewritten (another program reads it)")
    assert "其他程序正在读取" in told[-1]
    assert [line for line in told if "整理完成" in line] == []
    assert not (tmp_path / NEW_FILE).exists()
    reader.close()
    assert look(tmp_path) == (0, rows)


def test_up_shows_it_to_a_person_before_its_processes_have_to_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A large store takes longer than a start may; one that an engine still holds is left to that engine."""
    rows = make_older(tmp_path / "engine")
    settings = load_settings({"JIEBAN_DATA": str(tmp_path)})
    ready_store(settings)
    assert "引擎库整理完成" in capsys.readouterr().out
    assert look(tmp_path / "engine") == (2, rows)
    held = open_store(tmp_path / "engine")
    ready_store(settings)
    held.close()
    assert capsys.readouterr().out == ""
