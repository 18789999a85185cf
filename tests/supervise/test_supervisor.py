"""Start, restart, stop, and the end of the children with their supervisor."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.supervise.lock import AlreadyRunning, OfficeLock
from deploy.supervise.log import ProcessLog, short_form

_LIMIT = 60.0  # seconds a condition may take on a busy machine


def wait_until(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + _LIMIT
    while not condition():
        assert time.monotonic() < limit, "the condition did not come true"
        os.sched_yield()


def is_gone(pid: int) -> bool:
    """A zombie counts as gone."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


class Office:
    """The supervisor process of one test."""

    def __init__(self, folder: Path, names: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.supervise.supervised_office", str(folder), names],
            stdout=subprocess.PIPE,
            text=True,
        )

    def pids(self, name: str) -> list[int]:
        file = self.folder / f"{name}.pids"
        return [int(line) for line in file.read_text().split()] if file.exists() else []

    def wait_for_line(self, text: str) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if text in line:
                return
        raise AssertionError(f"{text!r} was never said")


@pytest.fixture
def start_office(tmp_path: Path) -> Iterator[Callable[[str], Office]]:
    offices: list[Office] = []

    def start(names: str) -> Office:
        offices.append(Office(tmp_path, names))
        return offices[-1]

    yield start
    for office in offices:
        office.process.kill()
        office.process.wait()
        if office.process.stdout:
            office.process.stdout.close()


def test_children_are_told_in_order_and_stop_with_exit_code_0(start_office: Callable[[str], Office]) -> None:
    office = start_office("engine,web")
    office.wait_for_line("engine: serving")
    office.wait_for_line("web: serving")
    office.wait_for_line("ALL")
    began = time.monotonic()
    office.process.send_signal(signal.SIGTERM)
    assert office.process.wait(timeout=_LIMIT) == 0
    assert time.monotonic() - began < 10
    assert is_gone(office.pids("engine")[0]) and is_gone(office.pids("web")[0])


def test_no_child_waits_for_another_to_serve_before_it_is_started(
    start_office: Callable[[str], Office],
) -> None:
    office = start_office("patient,web")
    office.wait_for_line("patient: serving")
    office.wait_for_line("ALL")


def test_a_killed_child_is_started_again_while_the_other_goes_on(
    start_office: Callable[[str], Office],
) -> None:
    office = start_office("engine,web")
    office.wait_for_line("ALL")
    first = office.pids("engine")[0]
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: len(office.pids("engine")) == 2)
    assert len(office.pids("web")) == 1
    assert not is_gone(office.pids("web")[0])


def test_children_die_with_a_killed_supervisor(start_office: Callable[[str], Office]) -> None:
    office = start_office("engine,web")
    office.wait_for_line("ALL")
    office.process.kill()
    office.process.wait()
    wait_until(lambda: is_gone(office.pids("engine")[0]) and is_gone(office.pids("web")[0]))


def test_a_child_that_ignores_the_stop_is_killed_and_named(start_office: Callable[[str], Office]) -> None:
    office = start_office("stubborn")
    office.wait_for_line("ALL")
    began = time.monotonic()
    office.process.send_signal(signal.SIGTERM)
    office.wait_for_line("stubborn did not stop and was killed")
    assert office.process.wait(timeout=_LIMIT) == 0
    assert time.monotonic() - began < 11


def test_bad_settings_are_not_retried_and_the_last_lines_are_shown(
    start_office: Callable[[str], Office],
) -> None:
    office = start_office("broken")
    office.wait_for_line("broken cannot start")
    office.wait_for_line("why")
    assert office.process.wait(timeout=_LIMIT) == 1


def test_five_ends_in_five_minutes_stop_everything(start_office: Callable[[str], Office]) -> None:
    office = start_office("engine,flapping")
    office.wait_for_line("flapping ended 5 times in 5 minutes")
    assert office.process.wait(timeout=_LIMIT) == 1
    assert len(office.pids("flapping")) == 5
    assert is_gone(office.pids("engine")[0])


def test_a_second_supervisor_on_one_data_folder_is_refused_and_names_the_first(tmp_path: Path) -> None:
    first, second = OfficeLock(tmp_path), OfficeLock(tmp_path)
    first.acquire()
    with pytest.raises(AlreadyRunning) as refusal:
        second.acquire()
    assert refusal.value.pid == str(os.getpid())
    first.release()
    second.acquire()
    second.release()


def test_logs_are_private_and_rotated(tmp_path: Path) -> None:
    log = ProcessLog("web", tmp_path)
    for _ in range(12):
        log.write("x" * 1024 * 1024)
    log.close()
    files = sorted(p.name for p in (tmp_path / "log").iterdir())
    assert files == ["web.jsonl", "web.jsonl.1"]
    assert {oct(p.stat().st_mode & 0o777) for p in (tmp_path / "log").iterdir()} == {"0o600"}
    assert oct((tmp_path / "log").stat().st_mode & 0o777) == "0o700"


def test_a_json_line_has_a_short_form() -> None:
    assert short_form('{"event": "job_done", "level": "info", "job_key": 7}') == "job_done job_key=7"
    assert short_form("plain") == "plain"
