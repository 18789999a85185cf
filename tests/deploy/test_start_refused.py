"""A start that cannot work is refused with one readable sentence and exit code 78, never with a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.office import make_office
from deploy.settings import load_settings
from services.accounts.password_hash import LETTERS, RANDOM_LENGTH

COMMANDS = ("workers", "web", "up")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    make_office(load_settings({"JIEBAN_DATA": str(tmp_path)}), None, lambda _line: None)
    return tmp_path


def run(command: str, data: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "JIEBAN_DATA": str(data)}
    return subprocess.run(
        [sys.executable, "-m", "deploy", command],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_lost_key_is_named_and_never_replaced(data: Path, command: str) -> None:
    key = data / "keys" / "vault.json"
    key.unlink()
    done = run(command, data)
    assert done.returncode == 78
    assert str(key) in done.stderr
    assert "Traceback" not in done.stderr
    assert not key.exists()


def test_a_key_that_others_can_read_is_refused(data: Path) -> None:
    (data / "keys" / "vault.json").chmod(0o644)
    done = run("workers", data)
    assert done.returncode == 78
    assert "chmod 600" in done.stderr


def test_an_empty_office_has_one_administrator_and_no_case(data: Path) -> None:
    import sqlite3

    with sqlite3.connect(data / "jieban.sqlite3") as connection:
        assert connection.execute("SELECT staff_id, must_change FROM account").fetchall() == [("admin", 1)]
        assert connection.execute("SELECT count(*) FROM complaint").fetchone() == (0,)
    assert not (data / "demo-accounts.json").exists()


def test_two_fresh_offices_have_passwords_of_their_own_that_lie_nowhere(
    tmp_path: Path, sqlite_template: Path
) -> None:
    """A5: each is drawn, told once by the command that made the office, and stored in neither as it is."""
    passwords = [found_office(tmp_path / name, sqlite_template) for name in ("one", "other")]
    assert passwords[0] != passwords[1]
    lying = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    for password in passwords:
        assert len(password) == RANDOM_LENGTH and set(password) <= set(LETTERS)
        assert not any(password.encode() in content for content in lying)


def found_office(data: Path, migrated: Path) -> str:
    """The administrator's first password, as it was told."""
    data.mkdir(mode=0o700)
    shutil.copyfile(migrated, data / "jieban.sqlite3")
    lines = list[str]()
    make_office(load_settings({"JIEBAN_DATA": str(data)}), None, lines.append)
    [told] = [line for line in lines if line.startswith("administrator / ")]
    return told.split()[4]
