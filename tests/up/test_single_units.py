"""Engine, workers and web as units of their own on a fresh office: whichever part comes first installs the diagrams."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bpmn.names import JobType
from deploy.log_setup import LISTED_FIELDS
from tests.up.office_up import LIMIT_SECONDS
from tests.up.single_units import SingleUnits

# What the workers log of a request that was told to the engine and led to jobs.
EVENTS = {"message_sent", "job_done"}


@pytest.fixture(scope="module")
def made_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real office as `jieban init` makes it; nothing ever runs on it."""
    units = SingleUnits(tmp_path_factory.mktemp("made") / "office")
    made = units.command("init")
    assert made.returncode == 0, made.stderr
    return units.data


@pytest.fixture
def units(made_office: Path, tmp_path: Path) -> Iterator[SingleUnits]:
    """The office just made, nothing started."""
    shutil.copytree(made_office, tmp_path / "office")
    units = SingleUnits(tmp_path / "office")
    yield units
    units.close()


@pytest.mark.timeout(240)
def test_a_complaint_filed_before_engine_and_workers_becomes_a_task(units: SingleUnits) -> None:
    """SE-5: 0 process definitions, a receipt, no task ever; nobody but `jieban up` installed diagrams."""
    units.start("web")
    units.wait_until(lambda: units.answers("/"), "the pages answer")
    first = units.file()
    # The workers come before the engine, and wait for it.
    units.start("workers")
    units.wait_until(lambda: "step_failed" in units.log_of("workers").read_text(), "the engine is away")
    units.start("engine")
    units.wait_until(lambda: len(units.tasks()) == 1, f"the task of {first}")
    second = units.file()
    units.wait_until(lambda: len(units.tasks()) == 2, f"the task of {second}")
    assert {task.form_id for task in units.tasks()} == {"decide-acceptance"}
    assert "resources_installed" in units.log_of("workers").read_text()
    began = time.monotonic()
    for name in ("web", "workers", "engine"):
        units.stop(name)
    assert time.monotonic() - began < 12


@pytest.mark.timeout(120)
def test_an_administrator_installs_what_is_shipped_and_a_repeat_installs_nothing(units: SingleUnits) -> None:
    """SE-5: "no `deploy` command"; without an engine it says so and ends with 1."""
    away = units.command("deploy", "--shipped")
    assert away.returncode == 1
    assert "Traceback" not in away.stderr
    units.start("engine")
    units.wait_until(lambda: units.command("deploy", "--shipped").returncode == 0, "the engine takes them")
    repeat = units.command("deploy", "--shipped")
    assert "everything of this release is installed" in repeat.stdout
    assert units.command("deploy", "--shipped", "--by", "admin").returncode == 2
    assert units.command("deploy").returncode == 2


@pytest.mark.timeout(120)
def test_the_units_bring_the_database_to_this_release_before_they_start(
    units: SingleUnits, tmp_path: Path
) -> None:
    """SE-44: only `jieban up` migrated; two units do it at once, and where no office is the command says what to do."""
    both = [units.popen("migrate") for _ in range(2)]
    assert [process.wait(LIMIT_SECONDS) for process in both] == [0, 0]
    nowhere = SingleUnits(tmp_path / "nowhere").command("migrate")
    assert nowhere.returncode == 1
    assert "jieban init" in nowhere.stderr


def lines_of(log: Path, correlation_id: str) -> list[dict[str, object]]:
    """What a process logged under this id."""
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines() if line.startswith("{")]
    return [line for line in lines if line.get("correlation_id") == correlation_id]


def events_of(log: Path, correlation_id: str) -> set[object]:
    """The names of those lines."""
    return {line["event"] for line in lines_of(log, correlation_id)}


@pytest.mark.timeout(240)
def test_one_id_leads_from_the_request_to_the_message_the_jobs_and_their_effects(units: SingleUnits) -> None:
    """SE-45: an administrator greps one id and sees request, message and jobs; the answer says which it is."""
    units.start_all()
    first = units.file_as_a_browser()
    second = units.file_as_a_browser(**{"X-Request-Id": "110101199003074514"})
    assert re.fullmatch("[0-9a-f]{32}", first)
    assert len({first, second}) == 2
    units.wait_until(lambda: len(units.tasks()) == 2, "the tasks of both")
    for correlation_id in (first, second):
        (asked,) = lines_of(units.log_of("web"), correlation_id)
        assert (asked["event"], asked["route"], asked["status"]) == (
            "request_answered",
            "citizen_filing.send",
            200,
        )
        units.wait_until(
            lambda known=correlation_id: events_of(units.log_of("workers"), known) >= EVENTS,
            "message and jobs are logged",
        )
        followed = lines_of(units.log_of("workers"), correlation_id)
        jobs = {line["job_type"] for line in followed if line["event"] == "job_done"}
        assert {JobType.START_CASE_RUN, JobType.PREPARE_TRIAGE} <= jobs
    assert "110101199003074514" not in units.log_of("web").read_text()


def note_event_at(units: SingleUnits, moment: datetime) -> None:
    """An event on record at this moment, as if the machine's clock had been there."""
    with closing(sqlite3.connect(units.data / "jieban.sqlite3")) as connection, connection:
        (last,) = connection.execute("SELECT coalesce(max(seq), 0) FROM trail_event").fetchone()
        row = (last + 1, moment.strftime("%Y-%m-%d %H:%M:%S.%f"), "system", "test", "{}", "0" * 64, str(last))
        connection.execute(
            "INSERT INTO trail_event (seq, at, actor, kind, payload, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
            row,
        )


@pytest.mark.timeout(120)
def test_a_start_days_before_the_last_event_is_refused_and_minutes_before_it_is_not(
    units: SingleUnits,
) -> None:
    """SE-46: a machine that woke up in the past dated everything wrongly, without a word."""
    now = datetime.now(UTC)
    note_event_at(units, now + timedelta(minutes=10))
    assert units.command("migrate").returncode == 0
    note_event_at(units, now + timedelta(days=3))
    refused = units.command("migrate")
    assert refused.returncode == 1
    assert "本机时钟比最后一条记录早 2 天" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.timeout(240)
def test_every_line_of_every_process_is_one_of_json_with_listed_fields(units: SingleUnits) -> None:
    """SE-46: single units write to stderr, where the journal rotates it; gunicorn's and aiohttp's lines are like ours."""
    units.start_all()
    units.file()
    units.wait_until(units.tasks, "a task")
    (killed, *_) = children_of(units.processes["web"].pid)
    os.kill(killed, signal.SIGKILL)
    units.wait_until(
        lambda: "SIGKILL" in units.log_of("web").read_text("utf-8"), "the server tells of the killed process"
    )
    second = SingleUnits(units.data)
    second.environment = units.environment
    taken = second.command("web")
    assert taken.returncode != 0
    for name in ("engine", "workers", "web"):
        text = units.log_of(name).read_text("utf-8")
        for line in [*text.splitlines(), *taken.stderr.splitlines()]:
            fields = json.loads(line)
            assert "event" not in fields or set(fields) <= LISTED_FIELDS, line
    assert "Connection in use" in taken.stderr


def children_of(pid: int) -> list[int]:
    """The processes that this one started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
