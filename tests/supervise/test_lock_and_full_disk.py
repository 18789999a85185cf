"""The lock of a data folder where the disk is full, and after a start that was refused."""

from __future__ import annotations

import resource
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.supervise.lock import AlreadyRunning, OfficeLock
from tests.up.office_up import ROOT, settings_of


@contextmanager
def no_room() -> Iterator[None]:
    """No file of this process takes another byte meanwhile."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_keeps_nobody_from_the_lock(tmp_path: Path) -> None:
    """ADR 0188: a full disk is waited for; the name of the holder is no reason to end."""
    lock = OfficeLock(tmp_path)
    with no_room():
        lock.acquire()
    with pytest.raises(AlreadyRunning):
        OfficeLock(tmp_path).acquire()
    lock.release()
    second = OfficeLock(tmp_path)
    second.acquire()
    second.release()


def test_a_refused_start_gives_the_lock_back(tmp_path: Path) -> None:
    """Or the next start would wait for processes of a run that was never killed."""
    environment = settings_of(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(environment["JIEBAN_WEB_PORT"])))
        taken.listen()
        command = [sys.executable, "-m", "deploy", "up"]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 1, done.stderr
    assert (tmp_path / "run" / "up.lock").read_text("ascii") == ""
