"""What is away is waited for: a full disk, a folder that cannot be written, a frozen engine, a run that was killed."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.office import is_demo_office
from deploy.settings import load_settings
from tests.up.office_up import ROOT, OfficeUp, settings_of

ANSWERED_SECONDS = 1.0


@pytest.mark.timeout(240)
def test_a_frozen_engine_holds_up_no_answer_about_the_office(office: OfficeUp) -> None:
    """SE-23: 8 s without an answer; now each says within a second that the engine is silent, and pages serve."""
    engine = office.children()["engine"]
    os.kill(engine, signal.SIGSTOP)
    try:
        assert _ask(office, "/livez")["status"] == "alive"
        office.wait_until(lambda: _ask(office, "/readyz")["parts"]["engine"] == "silent")
        office.wait_until(lambda: _ask(office, "/healthz")["status"] == "degraded")
        assert office.file().startswith("YH-")
    finally:
        os.kill(engine, signal.SIGCONT)
    office.wait_until(office.serves)


@pytest.mark.timeout(240)
def test_a_start_after_a_kill_waits_for_what_is_still_ending(office: OfficeUp) -> None:
    """SE-51: "port is taken" and an end, 6 of 6; SE-26: logs, locks and logs of SQLite are their owner's alone."""
    files = [path for path in Path(office.environment["JIEBAN_DATA"]).rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {
        "engine.db",
        "engine.db-wal",
        "up.lock",
        "engine.jsonl",
        "jieban.sqlite3-wal",
    }
    open_to_others = [
        path.name
        for path in files
        if path.name != "office.json" and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    assert open_to_others == []
    office.process.kill()
    office.process.wait()
    again = OfficeUp(office.environment)
    try:
        again.wait_serving()
        assert again.terminate()[0] == 0, again.said
    finally:
        again.close()


def test_a_folder_that_cannot_be_written_is_one_line_and_exit_code_1(
    settings: dict[str, str], tmp_path: Path
) -> None:
    """SE-22: a traceback before."""
    data = Path(settings["JIEBAN_DATA"])
    mounted = (
        subprocess.run(["mount", "--bind", data, data], check=False, capture_output=True).returncode == 0
    )
    if mounted:
        subprocess.run(["mount", "-o", "remount,ro,bind", data], check=True)
    else:
        data.chmod(0o500)
    if os.access(data, os.W_OK) and not mounted:
        pytest.skip("this user may write everywhere, and nothing can be mounted here")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "deploy", "up"],
            check=False, env=settings, cwd=ROOT, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
    finally:
        if mounted:
            subprocess.run(["umount", "-l", data], check=True)
        else:
            data.chmod(0o700)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "数据目录不可用" in done.stderr


@pytest.mark.timeout(240)
def test_an_office_on_a_full_disk_comes_back_when_there_is_room(
    office_of_yesterday: Path, tmp_path: Path
) -> None:
    """SE-4: five ends and 17 s later the office was over; now pages serve and all goes on by itself with room again."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if (
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", disk], check=False).returncode
        != 0
    ):
        pytest.skip("no small disk can be mounted here")
    try:
        shutil.copytree(office_of_yesterday, disk / "office")
        office = OfficeUp(settings_of(disk / "office"))
        try:
            office.wait_serving()
            first = office.file()
            fill(disk / "filler")
            office.wait_until(lambda: "engine ended with code 74" in office.said)
            assert httpx.get(f"{office.address}/", timeout=10.0).status_code == 200
            refused = httpx.get(f"{office.address}/readyz", timeout=5.0).json()
            assert refused["parts"]["disk"] == "down"
            (disk / "filler").unlink()
            office.wait_until(office.serves)
            second = office.file()
            for number in (first, second):
                case = office.people.find_case("wen.rusheng", number)
                office.wait_until(lambda case=case: office.people.list_tasks("wen.rusheng", case))
            assert office.terminate()[0] == 0
        finally:
            office.close()
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def test_an_office_without_demo_asks_no_database_for_its_clock(settings: dict[str, str]) -> None:
    """SE-3: `up` read the shift of the clock each second, also where no clock can be moved."""
    own = {name: value for name, value in settings.items() if name.startswith("JIEBAN_")}
    assert is_demo_office(load_settings(own))
    (Path(settings["JIEBAN_DATA"]) / "office.json").write_text('{"demo": false}')
    assert not is_demo_office(load_settings(own))


def fill(path: Path) -> None:
    """Use every byte that is left."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while file.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue


def _ask(office: OfficeUp, path: str) -> dict[str, Any]:
    """The answer, which comes in time whatever it says."""
    began = time.monotonic()
    answer = httpx.get(f"{office.address}{path}", timeout=5.0)
    assert time.monotonic() - began < _patience(), path
    return dict(answer.json())


def _patience() -> float:
    """A second on a machine with nothing else to do."""
    return ANSWERED_SECONDS * max(1.0, 2 * os.getloadavg()[0] / (os.cpu_count() or 1))
