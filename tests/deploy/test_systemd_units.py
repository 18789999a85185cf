"""The shipped systemd units: systemd itself reads them without a word, and they are narrow."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.cli import COMMANDS
from deploy.settings import EXIT_BAD_SETTINGS, load_settings

FOLDER = Path(__file__).resolve().parents[2] / "deploy" / "systemd"
SERVICES = sorted(FOLDER.glob("*.service"))
BACKUP = FOLDER / "jieban-backup.service"
# Those that serve until they are stopped.
SERVING = [path for path in SERVICES if path != BACKUP]
# What `systemd-analyze security` calls OK; a service without any of the settings has 9.6.
MOST_EXPOSED = 2.0
# A part that lives so long after SIGTERM is killed by the supervisor (engineering 2).
LONGEST_STOP_SECONDS = 9


def run_analyze(*words: str) -> subprocess.CompletedProcess[str]:
    """`systemd-analyze`; skips with a reason where there is none."""
    if shutil.which("systemd-analyze") is None:
        assert not os.environ.get("CI"), "systemd-analyze is missing: apt-get install systemd"
        pytest.skip("no systemd-analyze on this machine")
    return subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, check=False)


def read_unit(path: Path) -> configparser.ConfigParser:
    """A unit; a repeated key keeps its last value."""
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's keys have capitals
    unit.read_string(path.read_text("utf-8"))
    return unit


def command_of(path: Path) -> str:
    """What is the main process of the unit."""
    return read_unit(path)["Service"]["ExecStart"]


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Path]:
    """The units as on a machine on which the command is where they say."""
    command = tmp_path / "jieban"
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    for path in FOLDER.glob("jieban*"):
        text = path.read_text("utf-8").replace("/opt/jieban/bin/jieban", str(command))
        (tmp_path / path.name).write_text(text, "utf-8")
    yield tmp_path


def test_systemd_reads_every_unit_without_a_word(installed: Path) -> None:
    """SE-5, SE-44: "no unit files"; the operations page said that there were."""
    others = (installed / "jieban.target", installed / "jieban-backup.timer")
    names = [str(path) for path in (*installed.glob("*.service"), *others)]
    seen = run_analyze("verify", "--man=no", *names)
    assert (seen.returncode, seen.stdout, seen.stderr) == (0, "", "")
    # A word that systemd does not know is found: the check can fail.
    service = Path(names[0])
    service.write_text(service.read_text().replace("MemoryMax=", "MemoryMost="))
    assert "MemoryMost" in run_analyze("verify", "--man=no", *names).stderr


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_each_service_is_closed_off(path: Path) -> None:
    seen = run_analyze("security", "--offline=true", "--no-pager", str(path))
    exposure = re.search(r"Overall exposure level for \S+: ([0-9.]+)", seen.stdout)
    assert exposure is not None, seen.stdout + seen.stderr
    assert float(exposure[1]) <= MOST_EXPOSED


def test_each_part_of_the_supervisor_is_a_unit_that_runs_the_same_command() -> None:
    started = {shlex.split(command_of(path))[-1].split()[-1] for path in SERVING}
    assert started == {"engine", "workers", "web"}
    assert {path.stem for path in SERVING} == {f"jieban-{name}" for name in started}
    assert started | {"migrate"} <= set(COMMANDS)


@pytest.mark.parametrize("path", SERVING, ids=lambda path: path.stem)
def test_a_service_comes_back_for_ever_but_not_from_bad_settings(path: Path) -> None:
    unit = read_unit(path)
    service = unit["Service"]
    assert (service["Restart"], unit["Unit"]["StartLimitIntervalSec"]) == ("on-failure", "0")
    assert int(service["RestartPreventExitStatus"]) == EXIT_BAD_SETTINGS
    assert service["KillSignal"] == "SIGTERM"
    assert int(service["TimeoutStopSec"]) > LONGEST_STOP_SECONDS
    assert service["User"] == "jieban"
    assert f"/var/lib/{service['StateDirectory']}" == service["Environment"].partition("JIEBAN_DATA=")[2]


def test_the_timer_makes_each_backup_under_a_name_of_its_own_where_the_unit_may_write(
    installed: Path,
) -> None:
    """SE-42: an example that runs; a second under the same name would be refused."""
    command, told = installed / "jieban", installed / "told"
    command.write_text(f'#!/bin/sh\necho "$1" "$2" >> {told}\n')
    unit = read_unit(installed / BACKUP.name)["Service"]
    # As systemd hands it to the shell.
    line = unit["ExecStart"].replace("$$", "$").replace("%%", "%")
    assert subprocess.run(shlex.split(line), check=False).returncode == 0
    word, folder = told.read_text().split()
    assert word == "backup"
    assert re.fullmatch(unit["ReadWritePaths"] + r"/\d{4}-\d\d-\d\d-\d{6}", folder)
    assert read_unit(FOLDER / "jieban-backup.timer")["Timer"]["Persistent"] == "true"


@pytest.mark.parametrize("status", [0, EXIT_BAD_SETTINGS])
@pytest.mark.parametrize("part", ["web", "workers"])
def test_what_migrate_ends_with_is_what_the_main_process_ends_with(
    installed: Path, part: str, status: int
) -> None:
    """systemd looks at the main process alone for 78: bad settings found by an ExecStartPre were tried again for ever."""
    command, told = installed / "jieban", installed / "told"
    command.write_text(f'#!/bin/sh\necho "$1 $$" >> {told}\ntest "$1" != migrate || exit {status}\n')
    path = installed / f"jieban-{part}.service"
    assert not [key for key in read_unit(path)["Service"] if key.startswith("ExecStartPre")]
    with subprocess.Popen(shlex.split(command_of(path))) as process:
        assert process.wait(30) == status
    lines = [line.split() for line in told.read_text().splitlines()]
    assert [name for name, _pid in lines] == ["migrate"] + ([part] if status == 0 else [])
    if status == 0:  # it takes the shell's place: SIGTERM reaches it, not a shell
        assert int(lines[-1][1]) == process.pid


def test_the_settings_file_names_settings_that_there_are() -> None:
    lines = (FOLDER / "jieban.env").read_text("utf-8").splitlines()
    given = [line.removeprefix("#") for line in lines if re.match(r"#?[A-Z_]+=", line)]
    assert len(given) > 3
    settings = load_settings(dict(line.split("=", 1) for line in given))
    assert settings.trusted_proxies == 1
    assert not settings.has_embedded_engine
    # The heads of the trail lie apart from the data folder, where the workers may write and nobody else of the office.
    writers = {path.stem: read_unit(path)["Service"].get("ReadWritePaths", "") for path in SERVING}
    assert writers == {
        "jieban-workers": f"-{settings.trail_heads_file.parent}",
        "jieban-web": "",
        "jieban-engine": "",
    }
    assert not settings.trail_heads_file.is_relative_to("/var/lib/jieban")
