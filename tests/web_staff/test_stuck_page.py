"""The supervisor's page of what waits where nobody can do it: what the engine tells of it, ages, languages, pages.

Who may do what, and whom it is kept from, is asked of the real web server in test_stuck_over_a_socket.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete
from werkzeug.test import TestResponse

from bpmn.names import JobType
from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.lifecycle import RunEnd
from models.case.task import Task
from models.office.deployed_form import DeployedForm
from models.office.standstill import Standstill, StandstillKind
from services.anchor.store_notice import NO_ANCHOR_ROW, STORE_ROW
from services.case.end_run import end_run
from services.case.take_up_run import take_up_run
from services.ports.monitor import WaitingJob
from tests.full_office import FullOffice
from tests.office import SetClock
from tests.standstill_look import look
from tests.unit.services.projected_task import add_task
from tests.web.case_file import read_file
from tests.web.pages import Visitor, build_app, text_of
from tests.web_staff.cases import complain_about, file_case
from tests.web_staff.fake_monitor import FakeMonitor
from tests.web_staff.people import session_of
from tests.web_staff.test_pages_of_lists import add_cases, add_tasks, next_of

SignIn = Callable[[str], Visitor]
SUPERVISOR = "jian.rujing"
PAGE = "/monitor/stuck"
NOTHING = "所有等待办理的事项都有人可办"


def badge_of(page: TestResponse) -> str | None:
    """The figure beside the page's name."""
    entry = re.search(r'href="/monitor/stuck".*?</a>', page.text, re.S)
    found = entry and re.search(r'<span class="tag tag-over">([^<]+)<', entry[0])
    return found[1] if found else None


def give_groups(office: FullOffice, key: str, *groups: str) -> None:
    """As if the diagram had named these roles."""
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).candidate_groups = list(groups)


def test_a_clock_that_is_off_is_told_to_the_supervisor_and_a_right_one_is_not(
    office: FullOffice, sign_in: SignIn, monitor: FakeMonitor
) -> None:
    """SE-46: whoever looks why nothing moves reads that the machine's clock is wrong, and by how much."""
    visitor = sign_in(SUPERVISOR)
    monitor.machine_time = office.system_clock.now()
    assert "时钟不准" not in visitor.get(PAGE).text
    monitor.machine_time = office.system_clock.now() + timedelta(seconds=95)
    again = Visitor(build_app(office, monitor))  # type: ignore[arg-type]  # the whole port, not only its readiness
    again.client.set_cookie("jb_session", session_of(office, SUPERVISOR))
    assert "相差 95 秒" in text_of(again.get(PAGE))


def test_a_task_whose_form_the_server_cannot_work_with_is_shown_with_the_faults_of_its_version(
    office: FullOffice, sign_in: SignIn
) -> None:
    """OW-27: the version that the task has counts; and a task without a form is there too."""
    case, formless = file_case(office), office.file()
    key = add_task(office, formless.complaint_id, "assign-handler")
    with office.unit_of_work() as unit:
        task = unit.session.get_one(Task, case.user_task_key)
        form = unit.session.query(DeployedForm).filter_by(form_id=task.form_id).one()
        tags = {"type": "taglist", "key": "photo", "id": "Field_Photo", "label": "照片"}
        schema = dict(form.schema_json)
        schema["components"] = [*schema["components"], tags]
        form.schema_json = schema
        other = unit.session.get_one(Task, key)
        other.form_id = other.form_version = None
    look(office)
    page = text_of(sign_in(SUPERVISOR).get(PAGE))
    assert case.number in page
    assert formless.number in page
    assert "photo" in page
    assert "按所列原因改正表单" in page


def test_a_job_that_no_worker_answers_is_shown_with_how_long_its_token_waits(
    office: FullOffice, sign_in: SignIn, monitor: FakeMonitor
) -> None:
    """OW-27: with the number of its case, found by the instance above; jobs of the office's own workers are not there."""
    case = file_case(office)
    with office.unit_of_work() as unit:
        unit.session.get_one(CaseRun, (case.complaint_id, 1)).process_instance_key = "76"
    monitor.add_instance("76", "complaint")
    monitor.add_instance("77", "intake", parent="76")
    monitor.jobs = [
        WaitingJob("1", "complaint.send-sms", "Task_Sms", "2", "intake", "77"),
        WaitingJob("3", JobType.ARCHIVE_CASE, "Task_Archive", "4", "intake", "77"),
    ]
    assert isinstance(office.system_clock, SetClock)
    office.system_clock.set("2026-09-07T13:00")
    office.clock.set("2026-09-07T13:00")
    look(office, monitor)
    page = text_of(sign_in(SUPERVISOR).get(PAGE))
    for words in (case.number, "发短信", "complaint.send-sms", "3小时"):
        assert words in page, words
    assert JobType.ARCHIVE_CASE not in page


def test_faults_of_an_older_version_are_shown_with_its_instances_until_they_are_gone(
    office: FullOffice, sign_in: SignIn, monitor: FakeMonitor
) -> None:
    """OW-2: after the owner rolled back, the version that four cases stood in was named nowhere; on all three pages now."""
    faulty = monitor.get_diagram("intake").replace(JobType.PREPARE_TRIAGE, "complaint.send-sms")
    monitor.diagrams["intake-1"] = faulty
    supervisor = sign_in(SUPERVISOR)
    pages = (PAGE, "/monitor/versions", "/monitor/processes/intake")

    def told() -> list[bool]:
        look(office, monitor)
        return ["complaint.send-sms" in text_of(supervisor.get(page)) for page in pages]

    assert told() == [False, False, False]
    for number in range(4):
        monitor.add_instance(f"7{number}", "intake", version=1)
    monitor.add_instance("75", "intake", version=3)
    assert told() == [True, True, True]
    stuck, versions, process = (text_of(supervisor.get(page)) for page in pages)
    assert "仍有投诉件在办、但有问题的版本 共 1 条" in stuck
    assert "其中 1 项有问题" in versions
    assert "旧版本" in versions
    assert "4 件在办" in process
    for number in range(4):
        del monitor.instances[f"7{number}"]
    assert told() == [False, False, False]


def test_while_the_engine_is_away_the_page_still_shows_what_the_office_knows(
    office: FullOffice, sign_in: SignIn, monitor: FakeMonitor
) -> None:
    """OW-2: the tasks are there, and the page says since when nobody looked at the rest."""
    look(office)
    case = file_case(office)
    give_groups(office, case.user_task_key)
    supervisor = sign_in(SUPERVISOR)
    monitor.is_away = True
    assert isinstance(office.system_clock, SetClock)
    office.system_clock.set("2026-09-07T10:07")
    look(office, monitor)
    page = supervisor.get(PAGE)
    assert case.number in text_of(page)
    assert "后台程序已有7分钟没有再检查" in text_of(page)
    assert "没有再检查" in text_of(supervisor.get("/due")), "the badge says so on every page"


def test_every_cure_is_told_in_the_language_of_the_page(
    office: FullOffice, sign_in: SignIn, monitor: FakeMonitor
) -> None:
    """OW-2: a text that does not depend on a row was worked out once, in the language of the first reader."""
    case = file_case(office)
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, case.user_task_key).form_id = None
    monitor.diagrams["intake-1"] = monitor.get_diagram("intake").replace(
        JobType.PREPARE_TRIAGE, "complaint.send-sms"
    )
    monitor.add_instance("77", "intake", version=1)
    look(office, monitor)
    supervisor = sign_in(SUPERVISOR)
    for language, words in (
        ("zh", ("并重新部署", "逐件查看")),
        ("en", ("mend the form", "Deploy a mended version")),
    ):
        page = text_of(supervisor.get(f"{PAGE}?lang={language}"))
        for text in words:
            assert text in page, text


def test_before_the_first_look_the_page_says_that_nobody_has_looked(sign_in: SignIn) -> None:
    """OW-2: no figure is not the same as none."""
    page = text_of(sign_in(SUPERVISOR).get(PAGE))
    assert "后台程序尚未检查" in page
    assert NOTHING not in page


def test_the_badge_stands_on_every_page_of_who_can_mend_it_and_of_nobody_else(
    office: FullOffice, sign_in: SignIn
) -> None:
    """OW-2: with the moment of the figure for those who hear the page."""
    give_groups(office, file_case(office).user_task_key)
    assert badge_of(sign_in(SUPERVISOR).get("/due")) is None
    look(office)
    for page in ("/due", "/tasks", "/monitor/versions"):
        answer = sign_in(SUPERVISOR).get(page)
        assert badge_of(answer) == "1", page
        assert "不到1分钟前检查" in text_of(answer)
    assert "/monitor/stuck" not in sign_in("wen.rusheng").get("/tasks").text


def test_a_kind_of_which_much_stands_has_pages_and_the_badge_ends_at_99(
    office: FullOffice, sign_in: SignIn
) -> None:
    """OW-2: nothing is cut off without a word."""
    add_tasks(office, add_cases(office, 120), 120, "investigators")
    look(office)
    supervisor = sign_in(SUPERVISOR)
    first = supervisor.get(PAGE)
    assert badge_of(first) == "99+"
    assert "没有在岗人员可办的任务 共 120 条" in text_of(first)
    assert "仅显示最早的 50 条，查看全部" in text_of(first)
    seen = set()
    address = f"{PAGE}?kind=task"
    for rows in (50, 50, 20):
        page = supervisor.get(address)
        found = re.findall(r'href="/monitor/stuck/tasks/(\d+)"', page.text)
        assert len(found) == rows
        seen.update(found)
        address = next_of(page) if rows == 50 else ""
    assert len(seen) == 120


def lose_run(office: FullOffice, case: str, end: RunEnd) -> None:
    """The process of the case has ended, and the office has noticed."""
    with office.unit_of_work() as unit:
        run = unit.session.get_one(CaseRun, (case, 1))
        run.process_instance_key = "2251799813685300"
        end_run(run, unit.session.get_one(Complaint, case), end, unit)


@pytest.mark.parametrize(
    ("end", "how"),
    [
        (RunEnd.CANCELLED, "已终止"),
        (RunEnd.CANCELLED_ELSEWHERE, "在本系统之外被终止"),
        (RunEnd.ENDED_ELSEWHERE, "流程未经归档就结束"),
    ],
)
def test_a_case_whose_process_has_ended_stands_on_the_page_at_once_until_it_is_taken_up(
    office: FullOffice, sign_in: SignIn, end: RunEnd, how: str
) -> None:
    """OW-12: before the next look and after it, with the way out; the file says so too."""
    case = file_case(office)
    lose_run(office, case.complaint_id, end)
    supervisor = sign_in(SUPERVISOR)
    for _ in range(2):
        page = supervisor.get(PAGE)
        assert f"{case.number} 受理" in " ".join(text_of(page).split())
        assert how in text_of(page)
        assert badge_of(page) == "1"
        look(office)
    act = f"/cases/{case.complaint_id}/acts/take-up-run"
    assert act in page.text
    assert "本件目前没有流程在办理" in text_of(read_file(supervisor, case.complaint_id))
    assert "继续办理" in text_of(supervisor.get(act))
    with office.unit_of_work() as unit:
        take_up_run(
            unit.session.get_one(Complaint, case.complaint_id), "继续", unit, office.actor(SUPERVISOR)
        )
    assert case.number not in text_of(supervisor.get(PAGE))
    look(office)
    assert NOTHING in text_of(supervisor.get(PAGE))
    assert "本件目前没有流程在办理" not in text_of(read_file(supervisor, case.complaint_id))


def test_a_lost_case_is_hidden_from_whom_it_complains_about(office: FullOffice, sign_in: SignIn) -> None:
    case = file_case(office)
    lose_run(office, case.complaint_id, RunEnd.CANCELLED)
    complain_about(office, case.complaint_id, SUPERVISOR)
    page = sign_in(SUPERVISOR).get(PAGE)
    assert (case.number in text_of(page), badge_of(page)) == (False, None)


def test_a_store_that_is_not_the_office_s_is_told_with_its_cure_and_on_every_page_until_it_is_right(
    office: FullOffice, sign_in: SignIn
) -> None:
    """SE-2: the page of what stands still names the cure, the others say that nothing goes on and why."""
    clerk, supervisor = sign_in("wen.rusheng"), sign_in(SUPERVISOR)
    for state, words in (("unknown", "引擎中没有本机构的锚点"), ("database_older", "数据库比引擎的存储旧")):
        with office.unit_of_work() as unit:
            told = Standstill(kind=StandstillKind.STORE, key=STORE_ROW, since=unit.clock.now())
            told.facts = {"state": state}
            unit.session.merge(told)
        shown = text_of(supervisor.get(PAGE))
        assert [part for part in (words, "jieban reconcile --repair") if part not in shown] == []
        for page in (clerk.get("/tasks"), clerk.get("/cases"), supervisor.get("/due")):
            assert "办理暂时停住" in text_of(page)
        assert clerk.get("/readyz").json["parts"]["store"] == "down"
    with office.unit_of_work() as unit:
        unit.session.execute(delete(Standstill))
    assert "办理暂时停住" not in text_of(clerk.get("/tasks"))
    assert "锚点" not in text_of(supervisor.get(PAGE))
    with office.unit_of_work() as unit:
        told = Standstill(kind=StandstillKind.STORE, key=NO_ANCHOR_ROW, since=unit.clock.now())
        told.facts = {"state": NO_ANCHOR_ROW}
        unit.session.add(told)
    shown = text_of(supervisor.get(PAGE))
    assert [part for part in ("锚点流程图没有部署", "jieban deploy --shipped") if part not in shown] == []
    assert "办理暂时停住" not in text_of(clerk.get("/tasks"))
