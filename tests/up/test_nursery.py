"""The parts of an office are forks of one process; an administrator finds each as if it had been started by itself."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.free_ports import three_ports
from tests.up.conftest import StartOffice
from tests.up.office_up import is_gone

PARTS = ("engine", "workers", "web")


@pytest.mark.timeout(240)
def test_parts_are_forks_with_logs_and_names_of_their_own_and_outlive_who_forked_them(
    start_office: StartOffice,
) -> None:
    """ADR 0363: killed, the nursery takes nobody along; who is killed afterwards comes back by itself."""
    office = start_office(JIEBAN_METRICS_PORT=str(three_ports()))
    office.wait_serving()
    data, nursery, before = Path(office.environment["JIEBAN_DATA"]), office.nursery(), office.children()
    assert set(before) == set(PARTS)
    assert_opened_nothing(nursery)
    for name, pid in before.items():
        assert shown_by_ps(pid) == [sys.executable, "-m", "deploy", name]
        assert os.getsid(pid) == pid
        assert place_of_arguments(pid) == place_of_arguments(nursery)
    office.file()
    # The library of the figures reads once whether they are those of several processes: the nursery must not have read it.
    assert list((data / "run" / "metrics").glob("*.db"))
    os.kill(nursery, signal.SIGKILL)
    office.wait_until(lambda: is_gone(nursery))
    assert office.serves()
    os.kill(before["workers"], signal.SIGKILL)
    office.wait_until(lambda: office.children().get("workers", before["workers"]) != before["workers"])
    office.wait_until(office.serves)
    assert place_of_arguments(office.children()["workers"]) != place_of_arguments(before["web"])
    assert office.children() == before | {"workers": office.children()["workers"]}
    assert office.terminate()[0] == 0, office.said
    assert all(is_gone(pid) for pid in before.values())
    for name in PARTS:
        assert processes_in_log(data, name) <= {name}
    assert processes_in_log(data, "workers") == {"workers"}


def shown_by_ps(pid: int) -> list[str]:
    """The words of the line of a process."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().split()


def place_of_arguments(pid: int) -> int:
    """Where they lie in the memory of a process (field 48 of /proc/PID/stat): the same in a fork, another in each start."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[45])


def assert_opened_nothing(nursery: int) -> None:
    """One thread, and beside the standard files the line to its keeper."""
    assert len(os.listdir(f"/proc/{nursery}/task")) == 1
    files = [
        os.readlink(f"/proc/{nursery}/fd/{number}")
        for number in os.listdir(f"/proc/{nursery}/fd")
        if int(number) > 2
    ]
    assert [file.partition(":")[0] for file in files] == ["socket"]


def processes_in_log(data: Path, name: str) -> set[str]:
    """Whose lines stand in the log of this name."""
    lines = (data / "log" / f"{name}.jsonl").read_text("utf-8").splitlines()
    told = [json.loads(line) for line in lines if line.startswith("{")]
    return {str(line["process"]) for line in told if "process" in line}
