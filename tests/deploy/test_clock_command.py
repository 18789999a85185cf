"""What `jieban clock advance` says when it cannot go on: short, and what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.replay import quiet
from deploy.replay.quiet import NotQuiet, Quiet
from tests.free_ports import free_ports
from tests.office_process import office_template

SHORT = 1_000  # characters


def test_an_engine_that_is_away_is_said_in_a_few_lines_and_the_command_can_be_repeated(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SE-25: what to do stands there, in both languages, without a trace."""
    template = office_template(tmp_path_factory.getbasetemp() / "office-template")
    shutil.copytree(template, tmp_path / "office")
    names = ("JIEBAN_WEB_PORT", "JIEBAN_GRPC_PORT", "JIEBAN_REST_PORT")
    ports = {name: str(port) for name, port in zip(names, free_ports(3), strict=True)}
    done = subprocess.run(
        [sys.executable, "-m", "deploy", "clock", "advance", "1h"],
        check=False,
        env={**os.environ, **ports, "JIEBAN_DATA": str(tmp_path / "office")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < SHORT
    assert "give the same command again" in done.stderr
    assert "再次执行同一命令" in done.stderr


def test_a_busy_office_is_told_by_kinds_and_not_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """SE-25: thousands of tasks under way were a text of several kB."""
    monkeypatch.setattr(quiet, "_LONGEST_WAIT", 0.0)
    busy = [f"task {2251799813685000 + n}: not yet in the task lists / 任务尚未列入清单" for n in range(3000)]
    busy += ["job check-clock: its worker has not finished / 作业尚未办完"] * 7
    busy += [f"limit 0191f{n:04x}" for n in range(50)]
    with pytest.raises(NotQuiet) as refused:
        Quiet(lambda: busy).wait()
    assert str(refused.value).endswith("task (3000); limit (50); job check-clock (7)")
    many = [f"outbox kind-{chr(97 + n)}" for n in range(9)]
    assert quiet.in_short(many).endswith("; and 3 more / 另有3项")
