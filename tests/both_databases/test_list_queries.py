"""Lists ask the database as often for many rows as for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.lifecycle import Announce, ClockKind, Rung
from models.case.task import Task
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from models.ground.codes import CaseRole, Category, RecusalOutcome, RecusalSubject
from models.ground.ids import new_id
from models.office.category_words import CategoryWords
from services.actor import SYSTEM
from services.acts.list_unit_cases import list_unit_cases
from services.beside.recusal.request_recusal import RequestRecusal, request_recusal
from services.beside.supplement.request_supplement import RequestSupplement, request_supplement
from services.office.change_category_words import ChangeCategoryWords
from services.views.case_clocks import list_clock_lines
from services.views.case_runs import map_instances_to_cases
from services.views.cases import SearchCases, search_cases
from services.views.due_clocks import list_due_clocks
from services.views.my_tasks import list_my_tasks, list_rows
from services.views.open_windows import list_open_windows
from services.views.words_preview import preview_words
from services.watch.check_clock import CheckClock, check_clock
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task, walk_to

# Begins what is asked once a minute about whoever looks: services/looks/find_purpose.py.
_PURPOSE = "SELECT complaint.handler_id, complaint.registered_by, task."


@contextmanager
def statements(office: FullOffice) -> Iterator[list[str]]:
    """What is asked inside the block; how SQLite begins a transaction (its pragmas, `BEGIN`) asks nothing.

    Nor counts the record of the look, which is the writer's (ADR 0329), and what it was for (ADR 0345): once a minute.
    """
    seen: list[str] = []

    def note(*arguments: object) -> None:
        statement = str(arguments[2])
        if not statement.startswith(("PRAGMA", "BEGIN", _PURPOSE)) and "look_record" not in statement:
            seen.append(statement)

    event.listen(office.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(office.database.engine, "before_cursor_execute", note)


def add_case(office: FullOffice) -> None:
    """One more case for every list: with a task of each of three posts, a window, a run, somebody recused and one designated."""
    case = office.file().complaint_id
    for form_id in ("decide-acceptance", "approve-opinion", "record-return-visit"):
        add_task(office, case, form_id)
    clerk = office.actor("wen.rusheng")
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, case)
        request_supplement(RequestSupplement("请补充窗口号和时间", 5, "phone"), complaint, unit, clerk)
        recusal = RequestRecusal(RecusalSubject.UNIT, "BD", "与被投诉人有利害关系")
        request_recusal(recusal, complaint, unit, clerk).outcome = RecusalOutcome.RECUSED
        unit.session.add(
            Designation(
                id=new_id(), complaint_id=case, staff_id="zong.heke", role_in_case=CaseRole.ACCEPTOR,
                by="zong.lanyun", at=office.clock.now(),
            )
        )  # fmt: skip
        unit.session.get_one(CaseRun, (case, 1)).process_instance_key = case[:20]


def ask_for_tasks(login: str) -> Callable[[FullOffice], Sized]:
    """What this person may work on."""
    return lambda office: list_my_tasks(office.unit_of_work(), office.actor(login))


def ask_for_cases(login: str) -> Callable[[FullOffice], Sized]:
    """The cases whose file this person may open."""
    return lambda office: search_cases(SearchCases(), office.unit_of_work(), office.actor(login))


def ask_for_otherwise_suggested(office: FullOffice) -> Sized:
    """The complaints that another word would have suggested otherwise."""
    [row] = [row for row in office.rows(CategoryWords, category=Category.RIGHTS_HARMED)]
    command = ChangeCategoryWords(row.category, "申领失业保险金", str(row.id), "")
    return preview_words(command, office.unit_of_work(), office.actor("guan.xitong")).shown


def ask_for_runs(office: FullOffice) -> Sized:
    """The cases of all runs of the office."""
    keys = [row.process_instance_key for row in office.rows(CaseRun)]
    return map_instances_to_cases(keys, office.unit_of_work(), office.actor("zong.lanyun"))


LISTS: dict[str, Callable[[FullOffice], Sized]] = {
    "tasks of the intake": ask_for_tasks("wen.rusheng"),
    "tasks of an approver": ask_for_tasks("heng.gongyun"),
    "return visits": ask_for_tasks("fang.huiyin"),
    "tasks of who is designated": ask_for_tasks("zong.heke"),
    "cases of the intake": ask_for_cases("wen.rusheng"),
    "cases of who is designated": ask_for_cases("zong.heke"),
    "due clocks": lambda office: list_due_clocks(office.unit_of_work(), office.actor("heng.gongyun")),
    "open windows": lambda office: list_open_windows(office.unit_of_work(), office.actor("heng.gongyun")),
    "runs": ask_for_runs,
    "otherwise suggested": ask_for_otherwise_suggested,
    "cases of a unit": lambda office: list_unit_cases(office.unit_of_work(), office.actor("ren.shebao")),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_as_often_for_many_cases_as_for_one(office: FullOffice, name: str) -> None:
    """Who must keep away from which of the cases is asked for all of them at once."""
    rows, queries = [], []
    for more in (1, 3):
        for _ in range(more):
            add_case(office)
        with statements(office) as seen:
            rows.append(len(LISTS[name](office)))
        queries.append(len(seen))
    assert rows[1] == 4 * rows[0] > 0
    assert queries[0] == queries[1]


def test_rows_of_many_tasks_cost_as_many_queries_as_one(office: FullOffice) -> None:
    """The task list stays quick on a full day."""
    for _ in range(4):
        add_task(office, office.file().complaint_id, "decide-acceptance")
    counts, tasks = [], office.rows(Task)
    for part in (tasks[:1], tasks):
        # A look of its own each: one look asks nothing twice.
        with office.unit_of_work().reading() as unit, statements(office) as seen:
            rows = list_rows(part, "wen.rusheng", unit)
        assert len(rows) == len(part)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert len(list_my_tasks(office.unit_of_work(), office.actor("wen.rusheng"))) == len(tasks)


def test_clocks_of_a_case_find_their_rungs_at_once(office: FullOffice) -> None:
    """Five clocks of a case: one look for the pauses that are open, one for those that ended, one for the rungs."""
    case = office.file().complaint_id
    walk_to(office, case, "record-return-visit")
    with office.unit_of_work().reading() as unit, statements(office) as seen:
        lines = list_clock_lines(case, unit)
    assert len(lines) == 5
    asked = [text.replace("\n", " ") for text in seen]
    assert len([text for text in asked if "FROM clock_pause" in text]) == 2
    assert len([text for text in asked if "FROM clock_rung" in text]) == 1


def test_a_look_at_a_clock_reads_its_rungs_once(office: FullOffice) -> None:
    """What is recorded and what a watch throws are told by one reading of the rows."""
    case = office.file().complaint_id
    [clock] = office.rows(Clock, complaint_id=case, kind=ClockKind.ACCEPTANCE)
    office.clock.set("2026-09-10T17:01")
    with statements(office) as seen:
        checked = check_clock(CheckClock(clock.id, "9001"), office.unit_of_work(), SYSTEM)
    assert checked.announce is Announce.OVER
    assert len([text for text in seen if "FROM clock_rung" in text.replace("\n", " ")]) == 1
    assert {rung.rung: rung.thrown_at is not None for rung in office.rows(ClockRung, clock_id=clock.id)} == {
        Rung.NEAR: False,
        Rung.OVER: True,
    }
