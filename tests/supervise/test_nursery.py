"""Parts as forks of a nursery: each as if it had been started by itself, and none of them lost with it."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy import read_code
from deploy.read_code import code_on_disk
from tests.supervise.watched_office import LIMIT_SECONDS, Office, is_gone, wait_until

MODULE = "tests.supervise.nursed_office"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Both parts live."""
    office = Office(tmp_path, MODULE, "start")
    yield office
    office.close()


def nursery_of(office: Office) -> int:
    """Once all serve."""
    return int(office.wait_for_line("nursery ").split()[-1])


def lines_of(office: Office, name: str) -> list[dict[str, Any]]:
    """What the starts of a part found themselves to be, by the log of this part."""
    told = (office.folder / "log" / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in told]


def started(office: Office, name: str, times: int) -> dict[str, Any]:
    """What the start of this number says."""
    wait_until(lambda: len(office.pids(name)) == times and len(lines_of(office, name)) == times)
    return lines_of(office, name)[-1]


def test_a_fork_is_as_a_process_that_was_started_by_itself(office: Office) -> None:
    nursery_of(office)
    forked = [started(office, name, 1) for name in ("engine", "web")]
    (office.folder / "changed").touch()
    os.kill(office.pids("web")[0], signal.SIGKILL)
    alone = started(office, "web", 2)
    assert [found["is_forked"] for found in (*forked, alone)] == [True, True, False]
    for name, found in zip(("engine", "web", "web"), (*forked, alone), strict=True):
        assert found["parent"] == office.process.pid
        assert found["session"] == found["pid"]
        assert found["title"] == [sys.executable, "-m", MODULE, "part", name, str(office.folder)]
        assert found["variable"] == "简一趟"
        assert found["signals"] == alone["signals"]
        files = found["files"]
        assert files.keys() == {"0", "1", "2"}
        assert files["0"] == os.devnull
        assert files["1"] == files["2"]
        assert files["1"].startswith("pipe:")
    assert forked[0]["files"]["1"] != forked[1]["files"]["1"]


def test_the_nursery_has_one_thread_and_opens_nothing(office: Office) -> None:
    nursery = nursery_of(office)
    assert len(os.listdir(f"/proc/{nursery}/task")) == 1
    files = {
        number: os.readlink(f"/proc/{nursery}/fd/{number}") for number in os.listdir(f"/proc/{nursery}/fd")
    }
    opened = {number: file for number, file in files.items() if number not in {"0", "1", "2"}}
    assert len(opened) == 1
    assert all(file.startswith("socket:") for file in opened.values())


def test_a_forked_part_that_is_killed_or_ends_is_named_and_forked_again(office: Office) -> None:
    nursery = nursery_of(office)
    os.kill(office.pids("engine")[0], signal.SIGKILL)
    office.wait_for_line("engine ended with code -9")
    assert started(office, "engine", 2)["is_forked"]
    (office.folder / "web.ends").write_text("3")
    os.kill(office.pids("web")[0], signal.SIGTERM)
    office.wait_for_line("web ended with code -15")
    office.wait_for_line("web ended with code 3")
    assert (office.folder / "web.kept").read_text() == "whole"
    assert started(office, "web", 2)["is_forked"]
    assert not is_gone(nursery)


def test_parts_live_on_without_the_nursery_and_start_by_themselves(office: Office) -> None:
    nursery = nursery_of(office)
    engine, web = office.pids("engine")[0], office.pids("web")[0]
    os.kill(nursery, signal.SIGKILL)
    wait_until(lambda: is_gone(nursery))
    os.kill(web, signal.SIGKILL)
    assert not started(office, "web", 2)["is_forked"]
    assert not is_gone(engine)
    assert len(office.pids("engine")) == 1
    office.process.send_signal(signal.SIGTERM)
    assert office.process.wait(LIMIT_SECONDS) == 0
    assert is_gone(engine)


def test_all_end_with_a_killed_supervisor(office: Office) -> None:
    nursery = nursery_of(office)
    everybody = [nursery, *office.pids("engine"), *office.pids("web")]
    assert not any(is_gone(pid) for pid in everybody)
    office.process.kill()
    office.process.wait()
    wait_until(lambda: all(is_gone(pid) for pid in everybody))


def test_code_that_was_changed_on_the_disk_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An update under a running office: a part that is started again reads the new code, all of it."""
    as_read = code_on_disk()
    assert code_on_disk() == as_read
    assert read_code.__file__ in as_read
    own = tmp_path / "read_code.py"
    own.write_text("read")
    monkeypatch.setattr(read_code, "__file__", str(own))
    as_read = code_on_disk()
    (tmp_path / "new").write_text("READ")
    (tmp_path / "new").replace(own)
    assert code_on_disk() != as_read
    own.unlink()
    assert code_on_disk() != as_read
