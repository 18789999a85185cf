"""What waits where nobody can do it, as supervisors read it from the real web server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from bpmn.names import JobType
from models.case.case_run import CaseRun
from models.case.task import Task
from models.ground.codes import Role
from models.office.deployed_form import DeployedForm
from models.office.staff import Staff
from models.office.standstill import Standstill, StandstillKind
from models.vault.keyring import Keyring
from services.anchor.store_notice import STORE_ROW
from services.ports.monitor import WaitingJob
from tests.served_office import ServedOffice, serve_office
from tests.standstill_look import look
from tests.unit.services.projected_task import add_task
from tests.web.pages import text_of
from tests.web_staff.cases import TestCase, complain_about, file_case
from tests.web_staff.fake_monitor import FakeMonitor

SUPERVISOR, CLERK = "jian.rujing", "wen.rusheng"
PAGE = "/monitor/stuck"
_addresses = count(1)


@pytest.fixture
def served(tmp_path: Path, sqlite_office_template: Path, keyring: Keyring) -> Iterator[ServedOffice]:
    """An office of its own: what stands still in it is counted for the whole office."""
    with serve_office(tmp_path, sqlite_office_template) as served:
        yield served


def new_case(served: ServedOffice) -> TestCase:
    return file_case(served.office, f"192.0.2.{next(_addresses)}")


def for_groups(served: ServedOffice, *groups: str) -> TestCase:
    """A case whose task is drawn for these roles."""
    case = new_case(served)
    with served.office.unit_of_work() as unit:
        unit.session.get_one(Task, case.user_task_key).candidate_groups = list(groups)
    return case


def words_of(served: ServedOffice, login: str, address: str = PAGE) -> str:
    return text_of(served.visitor(login).get(address))


def badge_of(served: ServedOffice, login: str, address: str = "/due") -> str | None:
    """The figure beside the page's name on another page."""
    page = served.visitor(login).get(address).text
    entry = re.search(r'href="/monitor/stuck".*?</a>', page, re.S)
    assert entry, "the navigation leads there"
    found = re.search(r'<span class="tag tag-over">([^<]+)<', entry[0])
    return None if found is None else found[1]


def row_of(page: str, number: str) -> str:
    """What the list says from this number to the next."""
    return page.split(number, 1)[1].split("YH-2026-", maxsplit=1)[0]


def test_each_task_of_nobody_is_told_with_its_reason_and_what_to_do(served: ServedOffice) -> None:
    """OW-2, OW-27: no role, an unknown one, one that nobody active has, everybody kept away; and none that somebody may do."""
    good = new_case(served)
    assert "后台程序尚未检查" in words_of(served, SUPERVISOR)
    look(served.office)
    assert "所有等待办理的事项都有人可办" in words_of(served, SUPERVISOR)
    assert badge_of(served, SUPERVISOR) is None
    reasons = {
        for_groups(served).number: "图中没有写由哪个角色办理",
        for_groups(served, "investigators").number: "图中所写的角色本系统没有： investigators",
        for_groups(served, "return_visit").number: "没有在岗人员担任此角色",
    }
    kept_away = for_groups(served, "approver")
    reasons[kept_away.number] = "担任此角色的人员均须回避或不得办理"
    with served.office.unit_of_work() as unit:
        staff = unit.session.scalars(select(Staff)).all()
        approvers = [row for row in staff if Role.APPROVER in row.roles]
        for row in staff:
            if Role.RETURN_VISIT in row.roles:
                row.active = False
        for row in approvers[1:]:
            row.roles = [role for role in row.roles if role != Role.APPROVER]
        about = approvers[0].login
    complain_about(served.office, kept_away.complaint_id, about)
    look(served.office)
    page = words_of(served, SUPERVISOR)
    for number, reason in reasons.items():
        assert reason in row_of(page, number)
        assert "决定是否受理" in row_of(page, number)
        assert "指定人员办理" in row_of(page, number)
    assert good.number not in page
    assert badge_of(served, SUPERVISOR) == "4"
    assert served.visitor(CLERK).get(PAGE).status_code == 403


def test_who_is_complained_about_reads_neither_the_case_nor_its_figure(served: ServedOffice) -> None:
    """OW-2: on no page and at no address."""
    case = for_groups(served)
    complain_about(served.office, case.complaint_id, SUPERVISOR)
    look(served.office)
    assert case.number not in words_of(served, SUPERVISOR)
    assert badge_of(served, SUPERVISOR) is None
    address = f"{PAGE}/tasks/{case.user_task_key}"
    assert served.visitor(SUPERVISOR).get(address).status_code == 404
    assert badge_of(served, "zong.lanyun") == "1"


def test_a_form_and_a_job_of_an_owner_are_told_by_their_chinese_names(served: ServedOffice) -> None:
    """OW-2, OW-27: what the form has that cannot be worked with, and which step no worker answers, with its case."""
    case = new_case(served)
    key = add_task(served.office, case.complaint_id, "assign-handler")
    with served.office.unit_of_work() as unit:
        unit.session.get_one(CaseRun, (case.complaint_id, 1)).process_instance_key = "76"
        form = unit.session.scalars(
            select(DeployedForm).where(DeployedForm.form_id == "assign-handler")
        ).one()
        tags = {"type": "taglist", "key": "photo", "id": "Field_Photo", "label": "现场照片"}
        form.schema_json = {**form.schema_json, "components": [*form.schema_json["components"], tags]}
    assert served.visitor("wen.rusheng").get(f"/tasks/{key}").status_code == 200
    monitor = FakeMonitor()
    monitor.add_instance("76", "complaint")
    monitor.add_instance("77", "intake", parent="76")
    monitor.jobs = [
        WaitingJob("1", "complaint.send-sms", "Task_Sms", "2", "intake", "77"),
        WaitingJob("3", JobType.ARCHIVE_CASE, "Task_Archive", "4", "intake", "77"),
    ]
    look(served.office, monitor)
    page = words_of(served, SUPERVISOR)
    for words in (
        "photo",
        "系统不支持这种控件",
        "按所列原因改正表单",
        "发短信",
        "complaint.send-sms",
        case.number,
    ):
        assert words in page, words
    assert JobType.ARCHIVE_CASE not in page


def tell_astray(served: ServedOffice, case: TestCase) -> None:
    """As the workers leave it: the store is another one, and the run of the case stands in another stage."""
    facts = {"differences": ["RUN_ELSEWHERE"], "recorded": "investigation", "stands_at": ["Call_Disposal"]}
    with served.office.unit_of_work() as unit:
        now = unit.clock.now()
        store = Standstill(kind=StandstillKind.STORE, key=STORE_ROW, since=now, facts={"state": "unknown"})
        run = Standstill(kind=StandstillKind.ASTRAY, key="1", since=now, facts=facts)
        run.complaint_id = case.complaint_id
        unit.session.add_all([store, run])


def test_every_page_of_the_staff_says_why_nothing_goes_on_and_what_compares_and_none_of_a_citizen_s(
    served: ServedOffice,
) -> None:
    """SE-2: also where somebody registers or enters; and a case in the wrong stage is told with both."""
    case = new_case(served)
    tell_astray(served, case)
    words = ("办理暂时停住。", "流程服务中找不到本机构的记录", "均已存档", "jieban reconcile")
    pages = [
        (CLERK, "/tasks"),
        (CLERK, f"/cases/{case.complaint_id}"),
        (CLERK, f"/tasks/{case.user_task_key}"),
    ]
    for login, address in [
        *pages,
        (SUPERVISOR, PAGE),
        ("guan.xitong", "/health"),
        ("guan.xitong", "/accounts"),
    ]:
        page = words_of(served, login, address)
        assert [word for word in words if word not in page] == [], address
    assert words[0] not in text_of(served.visitor().get("/complaints/new"))
    shown = row_of(words_of(served, SUPERVISOR), case.number)
    told = (
        "办理流程所在的步骤与在案阶段不一致",
        "在案阶段：调查；办理流程停在：作出处理意见",
        "jieban reconcile --repair",
    )
    assert [word for word in told if word not in shown] == []


def test_what_no_repair_mends_says_what_a_person_does_instead(served: ServedOffice) -> None:
    """A run of nobody is ended by its key; that a repair would mend it within ten minutes was said of it too."""
    case = new_case(served)
    told = {"1": ["RUN_OF_NOBODY"], "2": ["REQUEST_UNKNOWN", "RUN_UNKNOWN"]}
    with served.office.unit_of_work() as unit:
        for key, differences in told.items():
            row = Standstill(kind=StandstillKind.ASTRAY, key=key, since=unit.clock.now())
            row.facts, row.complaint_id = (
                {"differences": differences},
                case.complaint_id if key == "2" else None,
            )
            unit.session.add(row)
    words = words_of(served, SUPERVISOR)
    nobodys, of_the_case = words.split("本机构任何一件的办理流程", 1)[1].split(case.number, 1)
    assert "jieban reconcile --end" in nobodys
    assert "--repair" not in nobodys
    for cure in ("已有人提交过内容的，修复命令不处理", "jieban reconcile --repair 按在案记录重新启动该件"):
        assert cure in of_the_case


def test_a_version_of_an_owner_that_the_engine_lost_is_told_by_its_file(served: ServedOffice) -> None:
    """The way out is a file and a second person, no repair."""
    with served.office.unit_of_work() as unit:
        row = Standstill(kind=StandstillKind.ASTRAY, key="2251799813685300", since=unit.clock.now())
        row.facts = {"differences": ["VERSION_LOST"], "file": "disposal.bpmn"}
        unit.session.add(row)
    page = served.visitor(SUPERVISOR).get(PAGE)
    shown = text_of(page).split("disposal.bpmn", 1)[1]
    assert "不再按本机构已确认的流程图、决策表或表单办理" in shown
    assert "由第二人确认" in shown
    assert 'href="/monitor/deployments">disposal.bpmn' in page.text
    assert "/monitor/instances/2251799813685300" not in page.text
