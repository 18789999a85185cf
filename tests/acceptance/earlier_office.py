"""An office that an earlier release made, opened by `make run`, and what its people do with the cases they find there."""

from __future__ import annotations

import shutil
import sqlite3
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from adapters.clock import SystemClock
from deploy.replay.office import OpenTask
from models.case.complaint import Complaint
from models.case.task import Task
from tests.acceptance.walk import HANDLER, READER, STEPS, Case, stage_of
from tests.office_process import OfficeProcess, office_of
from tests.up.office_up import OfficeUp, settings_of

OFFICES = Path(__file__).parents[1] / "offices"
_MOST_TASKS = 15

# What comes of an opinion that was written in 0.1.0 and approved with this release, and of requests beside the way.
SIDE_STEPS: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    ("explain-delay", "", {"reason": "人手不足", "measures": "增派一人"}),
    ("close-supervision", READER, {"opinion": "同意", "is_in_bulletin": False}),
    (
        "decide-recusal",
        "ming.shouli",
        {"outcome": "recused", "replaced_by": "zhen.juquan", "reason": "情况属实"},
    ),
    ("report-rectification", "fang.youzheng", {"report_text": "已启用告知单"}),
    ("verify-rectification", READER, {"is_verified": "yes"}),
)
PERSONS = {form: person for form, person, _ in (*STEPS, *SIDE_STEPS)}
ANSWERS: dict[str, Mapping[str, Any]] = {form: given for form, _, given in (*STEPS, *SIDE_STEPS)}
# In 0.1.0 the methods were asked with the findings; a form that does not ask for them drops them.
ANSWERS["record-findings"] = {**ANSWERS["record-findings"], "methods": ["documents"]}


@dataclass(frozen=True, slots=True)
class Opened:
    """The office serving after two starts; `first` and `second` are what these said."""

    office: OfficeProcess
    first: str
    second: str


@contextmanager
def opened_office(name: str, data: Path, moment: datetime) -> Iterator[Opened]:
    """Unpack the office of this name, start it twice with `make run`'s command, and leave it serving at `moment`."""
    with tarfile.open(OFFICES / f"{name}.tar.gz") as packed:
        packed.extractall(data, filter="data")
    shutil.copytree(data, as_it_was(data))
    data.chmod(0o700)
    _set_moment(data, moment)
    settings = settings_of(data)
    first = OfficeUp(settings, "--demo")
    try:
        first.wait_serving()
        assert first.terminate()[0] == 0, first.said
    finally:
        first.close()
    second = OfficeUp(settings, "--demo")
    office = office_of(settings)
    try:
        second.wait_serving()
        yield Opened(office, first.said, second.said)
    finally:
        office.close()
        second.close()


def as_it_was(data: Path) -> Path:
    """A copy of the data folder in which nothing was ever opened."""
    return data.with_name(f"{data.name}-as-it-was")


def rows(file: Path, query: str) -> list[tuple[Any, ...]]:
    """Rows of a database file, which is not changed."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def walk_to_end(office: OfficeProcess, case: Case) -> list[str]:
    """Do every task that shows up, each as its person would, until nothing is left; the forms in their order."""
    done: list[str] = []
    while (task := _next_task(office, case)) is not None:
        done.append(task.form_id)
        assert len(done) < _MOST_TASKS, f"{case.number} comes to no end: {done}"
        do(office, case, task)
    return done


def do(office: OfficeProcess, case: Case, task: OpenTask) -> None:
    """Answer one task as the person who does such tasks; those of the handler as whoever handles the case now."""
    person = PERSONS[task.form_id]
    if person in (HANDLER, ""):
        with office.clock.database.read() as session:
            person = session.get_one(Complaint, case.complaint_id).handler_id or HANDLER
    shown = office.people.read(person, f"/api/v1/tasks/{task.user_task_key}")["data"]
    answers = dict(ANSWERS[task.form_id])
    if "claims" in answers:
        answers["claims"] = answers["claims"] * len(shown["claims"])
    office.people.submit(person, task, answers)


def assignee_of(office: OfficeProcess, user_task_key: str) -> str | None:
    """Whose task it is."""
    with office.clock.database.read() as session:
        return session.get_one(Task, user_task_key).assignee


def _next_task(office: OfficeProcess, case: Case) -> OpenTask | None:
    """The oldest task of the case; None once its file is closed and nothing about it is under way."""
    found: list[OpenTask] = []

    def shows() -> bool:
        with office.clock.database.read() as session:
            query = (
                select(Task.user_task_key, Task.form_id)
                .where(Task.complaint_id == case.complaint_id, Task.state == "open")
                .order_by(Task.created_at)
            )
            found[:] = [OpenTask(key, form) for key, form in session.execute(query)]
        return bool(found) or (stage_of(office, case) == "archived" and not office.busy())

    office.wait_until(shows, f"a task of {case.number}")
    return found[0] if found else None


def _set_moment(data: Path, moment: datetime) -> None:
    """As if the machine stood at the day the office was left, whatever day the tests run on."""
    offset = (moment - SystemClock().now()).total_seconds()
    with closing(sqlite3.connect(data / "jieban.sqlite3")) as connection, connection:
        connection.execute("UPDATE clock_shift SET offset_seconds = ?", (offset,))
