"""Start, restart, stop, and the end of the children with their supervisor."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.supervise.away import Away
from deploy.supervise.beside import Beside, Pace
from deploy.supervise.lock import AlreadyRunning, OfficeLock
from deploy.supervise.log import ProcessLog, short_form
from deploy.supervise.once_a_minute import OnceAMinute
from tests.supervise.watched_office import LIMIT_SECONDS, Office, is_gone, wait_until


@pytest.fixture
def start_office(tmp_path: Path) -> Iterator[Callable[[str], Office]]:
    offices: list[Office] = []

    def start(names: str) -> Office:
        offices.append(Office(tmp_path, "tests.supervise.supervised_office", names))
        return offices[-1]

    yield start
    for office in offices:
        office.close()


def test_children_are_told_in_order_and_stop_with_exit_code_0(start_office: Callable[[str], Office]) -> None:
    office = start_office("engine,web")
    office.wait_for_line("engine: serving")
    office.wait_for_line("web: serving")
    office.wait_for_line("ALL")
    began = time.monotonic()
    office.process.send_signal(signal.SIGTERM)
    assert office.process.wait(timeout=LIMIT_SECONDS) == 0
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
    assert office.process.wait(timeout=LIMIT_SECONDS) == 0
    assert time.monotonic() - began < 11


def test_bad_settings_are_not_retried_and_the_last_lines_are_shown(
    start_office: Callable[[str], Office],
) -> None:
    office = start_office("broken")
    office.wait_for_line("broken cannot start")
    office.wait_for_line("why")
    assert office.process.wait(timeout=LIMIT_SECONDS) == 1


def test_five_ends_in_five_minutes_before_all_have_served_stop_everything(
    start_office: Callable[[str], Office],
) -> None:
    office = start_office("engine,flapping")
    office.wait_for_line("flapping ended 5 times in 5 minutes")
    assert office.process.wait(timeout=LIMIT_SECONDS) == 1
    assert len(office.pids("flapping")) == 5
    assert is_gone(office.pids("engine")[0])


def test_what_cannot_start_again_stays_down_while_the_others_serve(
    start_office: Callable[[str], Office],
) -> None:
    """SE-4: after the first time all have served, exit code 78 ends its own part only."""
    office = start_office("engine,mistaken")
    office.wait_for_line("ALL")
    os.kill(office.pids("mistaken")[0], signal.SIGKILL)
    office.wait_for_line("mistaken ended with code 78")
    office.wait_for_line("mistaken stays down (code 78), the others serve")
    assert office.process.poll() is None
    assert not is_gone(office.pids("engine")[0])
    office.process.send_signal(signal.SIGTERM)
    assert office.process.wait(timeout=LIMIT_SECONDS) == 0


def test_a_part_that_is_killed_again_and_again_ends_nothing(start_office: Callable[[str], Office]) -> None:
    """SE-4: five ends in five minutes end an office only before it served; later each is started again."""
    office = start_office("engine,web")
    office.wait_for_line("ALL")
    for times in range(1, 7):
        os.kill(office.pids("engine")[-1], signal.SIGKILL)
        wait_until(lambda times=times: len(office.pids("engine")) == times + 1)
    assert office.process.poll() is None
    assert len(office.pids("web")) == 1


def test_a_full_disk_at_the_start_is_waited_for(
    start_office: Callable[[str], Office], tmp_path: Path
) -> None:
    """SE-4: what passes by itself counts for nothing, however often; with room again the start goes on."""
    (tmp_path / "full").touch()
    office = start_office("crowded,engine")
    office.wait_for_line("crowded ended with code 75")
    office.wait_for_line("disk is full")
    tries = tmp_path / "crowded.pids.tries"
    wait_until(lambda: tries.exists() and len(tries.read_text()) >= 5)
    (tmp_path / "full").unlink()
    office.wait_for_line("ALL")


def test_what_lasts_is_named_at_once_and_then_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    named = OnceAMinute(said.append)
    for second in range(0, 600, 10):
        now = float(second)
        named.name("engine", "away")
    assert len(said) == 10
    assert named.forget("engine")
    named.name("engine", "away again")
    assert said[-1] == "away again"


def test_a_part_that_is_away_is_told_and_that_it_is_back() -> None:
    said: list[str] = []
    parts = {"database": "ok", "engine": "down"}
    away = Away(lambda: parts, said.append, said.append)
    away.step()
    away.step()
    parts["engine"] = "ok"
    away.step()
    away.step()
    assert [line.partition(" / ")[0] for line in said] == [
        "engine is away (down), waiting for it",
        "engine is back",
    ]


def test_a_step_beside_that_fails_is_tried_again_and_ends_nothing() -> None:
    """SE-3: whatever it raises, a database that restarts too; it is named by its kind and goes on by itself."""
    said: list[str] = []
    outcomes = iter([ConnectionError("secret"), None])
    is_done = threading.Event()

    def step() -> None:
        if (error := next(outcomes, None)) is not None:
            raise error
        is_done.set()

    beside = Beside("clock", step, Pace(0.01), said.append)
    beside.start()
    assert is_done.wait(LIMIT_SECONDS)
    beside.stop()
    assert [line.partition(" / ")[0] for line in said] == ["clock: ConnectionError, tried again"]


def test_a_log_on_a_full_disk_drops_lines_and_stops_nobody(tmp_path: Path) -> None:
    """SE-4: the reader of a child's output lives on, or the child would hang at its next word."""
    log = ProcessLog("web", tmp_path)
    log.path.unlink()
    log.path.symlink_to("/dev/full")
    log.write("kept in memory")
    log._file.close()  # the next line opens it anew
    log.write("no room")
    assert log.last_lines[-1] == "no room"
    log.close()


def test_a_lock_that_nobody_gave_back_is_told(tmp_path: Path) -> None:
    """SE-51: the next start waits for the processes of a run that was killed, and for no others."""
    first = OfficeLock(tmp_path)
    first.acquire()
    assert not first.was_left
    assert first._file is not None
    first._file.close()  # as the system does for a process that is killed
    second = OfficeLock(tmp_path)
    second.acquire()
    assert second.was_left
    second.release()
    third = OfficeLock(tmp_path)
    third.acquire()
    assert not third.was_left
    third.release()


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
