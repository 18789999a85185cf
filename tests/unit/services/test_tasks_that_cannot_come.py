"""A task that cannot be taken in keeps no other out of the lists, and is tried again after a rest."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy.exc import OperationalError

from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.codes import Role
from models.ground.errors import NotFound
from services.ports.engine import EngineForm, EngineTask, ProcessEngine
from services.unit_of_work import Unit
from services.worklist import sync_tasks
from services.worklist.sync_tasks import REST, sync_tasks_step
from services.worklist.unentered import Unentered
from tests.full_office import FullOffice

BAD, SOUND, LATER, NEW = (f"225179981368610{number}" for number in (1, 2, 3, 4))

SCHEMA = {"id": "own-form", "type": "default", "schemaVersion": 18, "components": []}


@dataclass
class EngineWithTasks:
    """What it lists, and of which tasks it does not have the form."""

    case: str
    tasks: list[EngineTask] = field(default_factory=list)
    without_form: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def list_open_user_tasks(self) -> list[EngineTask]:
        return self.tasks

    def list_effective_variables(self, user_task_key: str) -> dict[str, object]:
        self.asked.append(user_task_key)
        return {"complaint_id": self.case}

    def find_user_task_form(self, user_task_key: str) -> EngineForm:
        if user_task_key in self.without_form:
            raise NotFound
        return EngineForm("78", "own-form", 1, json.dumps(SCHEMA))


@pytest.fixture
def engine(office: FullOffice) -> EngineWithTasks:
    """One task with a moment that no table takes, before two sound ones."""
    office.system_clock = office.clock
    made = EngineWithTasks(office.file().complaint_id)
    groups = (Role.WINDOW_STAFF.value,)
    sound = EngineTask(
        SOUND, "UserTask_Own", "9", "CREATED", None, groups, None, office.clock.now(), name="核对"
    )
    bad = replace(sound, user_task_key=BAD, created_at=sound.created_at.replace(tzinfo=None))
    made.tasks = [bad, sound, replace(sound, user_task_key=LATER)]
    return made


def look(office: FullOffice, engine: EngineWithTasks, unentered: Unentered) -> int:
    return sync_tasks_step(office.unit_of_work, cast(ProcessEngine, engine), unentered)


def keys(office: FullOffice) -> list[str]:
    return sorted(task.user_task_key for task in office.rows(Task))


def test_a_task_that_no_row_can_hold_keeps_no_other_out(office: FullOffice, engine: EngineWithTasks) -> None:
    """The transaction of all fails; each by itself then, and what failed is not asked for at every look."""
    unentered = Unentered()
    assert look(office, engine, unentered) == 2
    assert keys(office) == [SOUND, LATER]
    engine.asked.clear()
    assert [look(office, engine, unentered) for _ in range(3)] == [0, 0, 0]
    assert engine.asked == []
    office.clock.moment += REST + timedelta(seconds=1)
    engine.tasks[0] = replace(engine.tasks[0], created_at=office.clock.now())
    assert look(office, engine, unentered) == 1
    assert keys(office) == [BAD, SOUND, LATER]
    assert {task.state for task in office.rows(Task)} == {TaskState.OPEN}


def test_a_task_whose_form_is_not_there_yet_keeps_no_other_out_and_comes_at_the_next_look(
    office: FullOffice, engine: EngineWithTasks
) -> None:
    unentered = Unentered()
    engine.tasks[0] = replace(engine.tasks[1], user_task_key=BAD, form_key="78")
    engine.without_form.add(BAD)
    assert look(office, engine, unentered) == 2
    assert keys(office) == [SOUND, LATER]
    engine.without_form.clear()
    assert look(office, engine, unentered) == 1
    assert keys(office) == [BAD, SOUND, LATER]


def test_a_task_that_ended_here_is_not_asked_for_while_the_engine_lists_it(
    office: FullOffice, engine: EngineWithTasks
) -> None:
    """One whose completion was dropped stays in the engine: its variables were asked for five times a second."""
    unentered = Unentered()
    assert look(office, engine, unentered) == 2
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, SOUND).state = TaskState.COMPLETED
    engine.tasks = [*engine.tasks[1:], replace(engine.tasks[1], user_task_key=NEW)]
    engine.asked.clear()
    assert [look(office, engine, unentered) for _ in range(2)] == [1, 0]
    assert engine.asked == [NEW]
    assert keys(office) == [SOUND, LATER, NEW]


def test_a_task_that_does_not_come_is_told_for_as_long_as_it_lasts(
    office: FullOffice, engine: EngineWithTasks
) -> None:
    """It was told once in the life of a process; who runs for long makes a line a minute of it."""
    told: list[tuple[str, str, object]] = []

    def warn(event: str, task: str, **fields: object) -> None:
        told.append((event, task, fields["error_type"]))

    engine.tasks = [replace(engine.tasks[1], user_task_key=BAD, form_key="78")]
    engine.without_form.add(BAD)
    unentered = Unentered(warn=warn)
    assert [look(office, engine, unentered) for _ in range(3)] == [0, 0, 0]
    assert told == [("task_not_entered", BAD, "NotFound")] * 3


def test_a_database_that_goes_away_between_two_tasks_is_no_fault_of_theirs(
    office: FullOffice, engine: EngineWithTasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each task rested and the round ended as one without work, in the middle of the outage."""
    unentered, insert, tried = Unentered(), sync_tasks._insert, list[str]()

    def lose(found: sync_tasks._NewTask, known: sync_tasks._Known, unit: Unit) -> None:
        tried.append(found.task.user_task_key)
        if found.task.user_task_key == SOUND:
            raise OperationalError("INSERT", {}, Exception("the server closed the connection"))
        insert(found, known, unit)

    monkeypatch.setattr(sync_tasks, "_insert", lose)
    with pytest.raises(OperationalError):
        look(office, engine, unentered)
    # The bad one fails all together, then each comes by itself.
    assert tried == [BAD, BAD, SOUND]
    assert set(unentered.until) == {BAD}
    tried.clear()
    with pytest.raises(OperationalError):
        look(office, engine, unentered)
    assert tried == [SOUND], "at the first sign, also where all are written together"
    monkeypatch.setattr(sync_tasks, "_insert", insert)
    assert look(office, engine, unentered) == 2
    assert keys(office) == [SOUND, LATER]


def test_what_is_of_no_single_task_is_raised_when_the_tasks_are_in(
    office: FullOffice, engine: EngineWithTasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise LookupError

    del engine.tasks[0]
    monkeypatch.setattr("services.worklist.sync_tasks.list_unasked", lambda _: [("case", "xun.wenshi")])
    monkeypatch.setattr("services.worklist.sync_tasks.ask_about_handlers", fail)
    with pytest.raises(LookupError):
        look(office, engine, Unentered())
    assert keys(office) == [SOUND, LATER]
