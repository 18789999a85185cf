"""Lists ask the database as often for many rows as for one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, select

from models.task import Task
from services.views.case_clocks import list_clock_lines
from services.views.my_tasks import list_my_tasks, list_rows
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task, walk_to


@contextmanager
def statements(office: FullOffice) -> Iterator[list[str]]:
    """What is executed inside the block."""
    seen: list[str] = []

    def note(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    event.listen(office.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(office.database.engine, "before_cursor_execute", note)


def test_rows_of_many_tasks_cost_as_many_queries_as_one(office: FullOffice) -> None:
    """The task list stays quick on a full day."""
    for _ in range(4):
        add_task(office, office.file().complaint_id, "decide-acceptance")
    counts = []
    with office.unit_of_work().reading() as unit:
        tasks = unit.session.scalars(select(Task)).all()
        for part in (tasks[:1], tasks):
            with statements(office) as seen:
                rows = list_rows(part, "wen.rusheng", unit)
            assert len(rows) == len(part)
            counts.append(len(seen))
    assert counts[0] == counts[1]
    assert len(list_my_tasks(office.unit_of_work(), office.actor("wen.rusheng"))) == len(tasks)


def test_clocks_of_a_case_find_their_rungs_at_once(office: FullOffice) -> None:
    """R46: five clocks of a case, one look for the pauses."""
    case = office.file().complaint_id
    walk_to(office, case, "record-return-visit")
    with office.unit_of_work().reading() as unit, statements(office) as seen:
        lines = list_clock_lines(case, unit)
    assert len(lines) == 5
    assert len([text for text in seen if "FROM clock_pause" in text.replace("\n", " ")]) == 1
