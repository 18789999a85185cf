"""Days of those who do not walk the whole way of a complaint: visit, window, unit, supervision, and its own complainant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from deploy.demo_mover import DemoMover
from tests.acceptance.walk import HANDLER, Case, file_case, stage_of, walk_to
from tests.office_process import OfficeProcess
from tests.web_days.person import Person, at_a_screen

VISITOR, WINDOW, UNIT, SUPERVISOR = "fang.huiyin", "jia.manglu", "ren.shebao", "jian.rujing"
NAME = "简一趟"
QUESTION = "请说明8月28日C03窗口的收件经过"
pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.check(sister="tests/web_staff/test_board_over_a_socket.py"),
]


@contextmanager
def at_work(browser: Browser, office: OfficeProcess, login: str) -> Iterator[Person]:
    """Signed in, once what went before is done by the machine."""
    office.settle()
    with at_a_screen(browser, office.address, login) as person:
        person.sign_in(login, office.passwords[login])
        yield person


@contextmanager
def at_home(browser: Browser, office: OfficeProcess, case: Case) -> Iterator[Person]:
    """The complainant, with number and code at the progress."""
    with at_a_screen(browser, office.address, "投诉人") as citizen:
        page = citizen.page
        page.goto(f"{office.address}/progress")
        page.get_by_label("编号").fill(case.number)
        page.get_by_label("查询码").fill(case.query_code)
        citizen.press(page.get_by_role("button", name="查询"))
        expect(page.get_by_role("heading", level=1)).to_contain_text(case.number)
        yield citizen


def test_a_return_visitor_reads_the_answer_records_the_visit_and_the_case_is_archived(
    browser: Browser, office: OfficeProcess
) -> None:
    """UX-30: no summary of the answer stood on the task; five presses. Who was complained about reads what was found."""
    case = file_case(office)
    walk_to(office, case, "return_visit")
    with at_work(browser, office, VISITOR) as visitor:
        visitor.open_task("回访并记录", case.number)
        visitor.sees("按指南收件", "属实")
        visitor.tick("联系上（含收到书面答复）")
        visitor.tick("已解决")
        visitor.tick("满意")
        visitor.tick("电话")
        visitor.submit("我的任务")
    with at_work(browser, office, WINDOW) as window:
        read_own_finding(window, case)
    office.wait_until(lambda: stage_of(office, case) == "archived")


def read_own_finding(window: Person, case: Case) -> None:
    """Once he opens what was found about him it counts as told: he reads it, and until when he may object."""
    page = window.page
    window.press(page.get_by_role("link", name=re.compile(r"^涉及我的(\s|$)")))
    window.press(page.get_by_role("button", name=f"打开认定结果 {case.number}"))
    expect(page.get_by_role("status")).to_contain_text("告知时间已记录")
    expect(page.locator("main")).to_contain_text("可在此前提出异议")
    expect(page.get_by_role("button", name="提出异议")).to_be_visible()
    assert NAME not in page.content()


def test_window_staff_are_asked_reply_and_never_learn_who_complained(
    browser: Browser, office: OfficeProcess
) -> None:
    """UX-15, UX-31: they begin with what is asked of them, and a unit finds it on its first page."""
    case = file_case(office)
    walk_to(office, case, "investigation")
    asked = {"questions": QUESTION, "unit": "RS"}
    worded = [{"wording": "窗口收件与公布的办事指南不一致"}]
    office.people.take_act(HANDLER, case.complaint_id, "word-matters", {"matters": worded})
    office.people.take_act(HANDLER, case.complaint_id, "ask-respondent", {**asked, "person": WINDOW})
    office.people.take_act(HANDLER, case.complaint_id, "ask-respondent", asked)
    with at_work(browser, office, WINDOW) as window:
        page = window.page
        window.press(page.get_by_role("link", name="阅读并说明"))
        expect(page.locator("main")).to_contain_text(QUESTION)
        expect(page.locator("main")).to_contain_text("窗口收件与公布的办事指南不一致")
        assert NAME not in page.content()
        page.locator("[name=reply_text]").fill("当天沿用了旧清单，已改正")
        window.press(page.locator("main form button").last)
        expect(page.get_by_role("status")).to_be_visible()
        expect(page.locator("main")).to_contain_text("已说明")
    with at_work(browser, office, UNIT) as unit:
        unit.press(unit.page.get_by_role("link", name="请本单位提交情况说明"))
        unit.sees(QUESTION)
        assert NAME not in unit.page.content()
        unit.type("情况说明", "窗口误用旧清单，已当日撤下")
        unit.submit("本单位有关投诉件")


def test_a_unit_signs_for_what_it_is_given_and_reports_its_result(
    browser: Browser, office: OfficeProcess
) -> None:
    """UX-7: the unit reads the facts that it works on, with what is asked of it, before it signs."""
    case = file_case(office)
    walk_to(office, case, "investigation")
    worded = [{"wording": "窗口收件与公布的办事指南不一致"}]
    office.people.take_act(HANDLER, case.complaint_id, "word-matters", {"matters": worded})
    given = {"unit": "RS", "role": "co", "needs_result": True, "note": "请核对窗口清单"}
    office.people.take_act(HANDLER, case.complaint_id, "open-referral", given)
    with at_work(browser, office, UNIT) as unit:
        unit.open_task("签收交办", case.number)
        unit.sees("窗口收件与公布的办事指南不一致", "请核对窗口清单")
        unit.tick("签收，由本单位办理")
        unit.submit("")
        office.settle()
        unit.page.goto(f"{office.address}/tasks")
        unit.open_task("报送办理结果", case.number)
        unit.type("办理结果", "旧清单已撤下")
        unit.submit("")


def test_a_complainant_reads_the_steps_and_opens_the_own_part(
    browser: Browser, office: OfficeProcess
) -> None:
    """UX-17, N6: own words and who looked at the identity, after the name as filed."""
    case = file_case(office)
    office.settle()
    with at_home(browser, office, case) as citizen:
        page = citizen.page
        assert "失业保险金，窗口要我补" not in page.locator("#own").inner_text()
        page.locator("#own-mark").fill(NAME)
        citizen.press(page.get_by_role("button", name="打开查看"))
        expect(page.locator("#own")).to_contain_text("我到C03窗口申领失业保险金")
        expect(page.locator("#looks")).to_be_visible()
        citizen.press(page.get_by_text("填写补充内容"))
        page.get_by_label("补充内容").fill("当天的取号小票号码是A017")
        citizen.press(page.locator("#act-supplement").get_by_role("button", name="提交"))
        expect(page.locator("main")).to_contain_text("您补充：")
        expect(page.locator("main")).to_contain_text("A017")


def test_a_supervisor_begins_at_the_board_and_supervises_what_is_late(
    browser: Browser, office: OfficeProcess
) -> None:
    """UX-32, UX-33: the number opens its rows, what is chosen there is supervised at once; then alerts and incidents."""
    case = file_case(office)
    mover = DemoMover(lambda: office.clock, lambda: False)
    with at_work(browser, office, SUPERVISOR) as supervisor:
        page = supervisor.page
        for _ in range(2):
            supervisor.press(page.get_by_role("button", name="到下一个期限届满时"))
            office.settle()
            mover.step()
            expect(page.locator("[data-move-ended]")).to_be_visible()
        supervisor.press(page.get_by_role("link", name="今日看板"))
        supervisor.press(page.get_by_role("link", name="逾期合计"))
        expect(page.get_by_role("row").filter(has_text=case.number).first).to_be_visible()
        supervisor.press(page.get_by_role("row").filter(has_text=case.number).get_by_role("checkbox").first)
        supervisor.press(page.get_by_role("button", name="督办所选"))
        expect(page.locator("main")).to_contain_text(case.number)
        page.get_by_label("理由").fill("逾期，请说明并尽快办理")
        supervisor.press(page.get_by_role("button", name="发起督办"))
        expect(page.locator("main")).to_contain_text("完成")
        read_an_alert(supervisor, office, case)
        take_an_incident(supervisor, office, case)


def read_an_alert(supervisor: Person, office: OfficeProcess, case: Case) -> None:
    """What came up is told by itself, as soon as the watch has looked; having read it is noted."""
    office.wait_until(lambda: is_alerted(office, case), "an alert of what is late")
    page = supervisor.page
    supervisor.press(page.get_by_role("link", name=re.compile(r"^提醒(\s|$)")))
    row = page.get_by_role("row").filter(has_text=case.number).filter(has_text="逾期").first
    supervisor.press(row.get_by_role("button", name="标为已读"))
    expect(row.get_by_text("已读", exact=True)).to_be_visible()


def is_alerted(office: OfficeProcess, case: Case) -> bool:
    rows = office.page(SUPERVISOR, "/alerts").text.split("<tr")
    return any(case.number in row and "逾期" in row for row in rows)


def take_an_incident(supervisor: Person, office: OfficeProcess, case: Case) -> None:
    """A process that stands still: its cause, its place, and who looks after it."""
    page = supervisor.page
    wrong = {"complaint_id": case.complaint_id, "run_no": "一"}
    message = {
        "name": "complaint.registered",
        "correlationKey": "wrong",
        "timeToLive": 60_000,
        "variables": wrong,
    }
    office.engine.post("messages/publication", message)
    office.wait_until(lambda: open_incidents(office), "an incident")
    (incident,) = open_incidents(office)
    supervisor.press(page.get_by_role("link", name=re.compile(r"^异常(\s|$)")))
    supervisor.press(page.locator("main").get_by_role("link", name="查看", exact=True))
    supervisor.press(page.locator("main").get_by_role("checkbox"))
    page.get_by_label("认领所选异常，并给同事留言").fill("轮次填错，正在更正")
    supervisor.press(page.get_by_role("button", name="认领", exact=True))
    expect(page.get_by_role("status")).to_contain_text("已认领")
    expect(page.get_by_role("row").filter(has_text="轮次填错，正在更正")).to_contain_text("简如镜")
    office.engine.post(f"process-instances/{incident['processInstanceKey']}/cancellation")


def open_incidents(office: OfficeProcess) -> list[Any]:
    """What stands still now; nothing else does in this office."""
    return list(office.engine.post("incidents/search", {"filter": {"state": "ACTIVE"}})["items"])
