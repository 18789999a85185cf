"""A start that cannot work is refused with one readable sentence and exit code 78, never with a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.office import make_office
from deploy.settings import load_settings

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
