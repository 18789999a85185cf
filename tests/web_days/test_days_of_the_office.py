"""Days of those who keep the office: the administrator with all that he looks after, and the director who decides beside him."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.acceptance.walk import HANDLER, file_case, walk_to
from tests.office_process import OfficeProcess
from tests.web_days.a_day import a_day, button, choose, go, says
from tests.web_days.person import Person

ADMINISTRATOR, DIRECTOR, SUPERVISOR = "guan.xitong", "zong.lanyun", "jian.rujing"
AWAY, STAND_IN, WINDOW = "荀问实", "查分明", "C03"
TODAY, LAST_DAY = "2026-08-31", "2026-09-04"
# Far from the limits of the other cases of this office.
CLOSED_DAY, NEW_LIMIT_FROM = "2026-11-20", "2026-12-01"
REFUSED = "流程没有差错，继续办理"
pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.check(sister="tests/web_staff/test_limits_over_a_socket.py"),
]


def record_leave(administrator: Person) -> None:
    """From the page of the person: the task in hand is in the preview with who gets it, and so it is done; then taken back."""
    page = administrator.page
    go(administrator, "人员与账号", "人员")
    administrator.press(page.locator("main").get_by_role("link", name=AWAY))
    expect(page).to_have_url(re.compile(rf"/accounts/{HANDLER}$"))
    says(administrator, "在岗")
    administrator.press(page.locator("main").get_by_role("link", name="登记请假或离岗"))
    expect(page.get_by_label("离岗人员")).to_have_value(HANDLER)
    page.get_by_label("请假或离岗", exact=True).select_option(label="请假")
    page.get_by_label("起始日").fill(TODAY)
    page.get_by_label("截止日（含当日）").fill(LAST_DAY)
    choose(administrator, "代办人或接任人", STAND_IN)
    page.get_by_label("说明", exact=True).fill("年休假")
    button(administrator, "下一步：查看影响")
    says(administrator, "尚未办理", "将移交的任务", STAND_IN)
    button(administrator, "确认请假")
    says(administrator, "已记录", "已移交的任务", STAND_IN)
    go(administrator, "请假与离岗")
    row = page.get_by_role("row").filter(has_text=AWAY)
    administrator.press(row.get_by_role("button", name="已返岗"))
    expect(row).to_have_count(0)


def close_and_open_a_window(administrator: Person) -> None:
    """What hangs on it is read before it is closed; the record names both changes with their reasons."""
    page = administrator.page
    go(administrator, "窗口")
    administrator.press(page.locator("main").get_by_role("link", name=WINDOW, exact=True))
    for act, reason, now in (("停用", "设备检修", "已停用"), ("恢复使用", "检修完毕", "已恢复使用")):
        administrator.press(page.locator("main").get_by_role("link", name=act, exact=True))
        if act == "停用":
            says(administrator, "目前与之相关的有", "在岗人员", "涉及它的未办结投诉")
        page.get_by_label("修改原因").fill(reason)
        button(administrator, act)
        expect(page.get_by_role("status")).to_contain_text(now)
    says(administrator, "设备检修", "检修完毕")


def propose_a_limit(administrator: Person) -> None:
    """The effect is read before it is proposed; who proposes does not decide."""
    page = administrator.page
    go(administrator, "时限")
    administrator.press(page.get_by_role("link", name="修改 受理决定"))
    page.get_by_label("新的时长").fill("3")
    page.get_by_label("依据").fill("《云河市政务服务中心投诉办理办法》第九条")
    page.get_by_label("生效日期").fill(NEW_LIMIT_FROM)
    page.get_by_label("修改原因").fill("本中心办法施行")
    button(administrator, "预览影响")
    says(administrator, "影响预览", "按新时限，到期日")
    button(administrator, "提出修改")
    says(administrator, "核准之前不作任何改变")
    administrator.press(page.locator("main").get_by_role("link", name="受理决定", exact=True))
    says(administrator, "您可以撤回")
    expect(page.get_by_role("button", name="核准修改")).to_have_count(0)


def close_a_day(administrator: Person) -> None:
    """What the day would do is read before it is set."""
    page = administrator.page
    go(administrator, "工作日历")
    page.get_by_label("日期").fill(CLOSED_DAY)
    administrator.press(page.get_by_role("radio", name="停办：不计为工作日"))
    button(administrator, "预览影响")
    says(administrator, "→", "保持")
    page.get_by_label("理由").fill("供电检修")
    button(administrator, "确认设定")
    says(administrator, CLOSED_DAY, "供电检修")


def look_up_a_basis(administrator: Person) -> None:
    """By its words; others are not in the way."""
    page = administrator.page
    go(administrator, "依据登记册")
    page.get_by_label("名称、条款或文字").fill("信访工作条例")
    administrator.press(page.get_by_role("search").get_by_role("button"))
    rows = page.locator("main tbody tr")
    expect(rows.first).to_contain_text("信访工作条例")
    assert all("信访工作条例" in row for row in rows.all_inner_texts())


def look_whether_all_runs(administrator: Person) -> None:
    """What has not left, and each part of the system."""
    page = administrator.page
    go(administrator, "待发消息")
    expect(
        page.locator("main").get_by_role("navigation", name="状态").get_by_role("link").first
    ).to_be_visible()
    go(administrator, "运行状况")
    for part in ("数据库", "流程运行", "后台办理"):
        row = page.get_by_role("row").filter(has=page.get_by_text(part, exact=True))
        expect(row.get_by_text("正常", exact=True)).to_be_visible()


def open_a_number(director: Person, number: str) -> None:
    """The board counts by unit, and a number opens the rows that it counts."""
    go(director, "今日看板")
    director.press(director.page.locator(".board-table").first.get_by_role("link").last)
    expect(director.page.get_by_role("row").filter(has_text=number).first).to_be_visible()


def refuse_to_end_a_run(director: Person, number: str) -> None:
    """What would end is shown; without a remark it is not refused."""
    page = director.page
    go(director, "终止与继续", "终止办理与继续办理")
    director.press(page.locator("main").get_by_role("link", name=number))
    says(director, "须重新走一遍流程", "简如镜")
    button(director, "不予确认")
    expect(page.locator("#reason-error")).to_be_visible()
    page.locator("#reason").fill(REFUSED)
    button(director, "不予确认")
    expect(page.get_by_role("status")).to_contain_text("没有作任何改动")


def approve_the_limit(director: Person) -> None:
    """The badge tells him of it; he sees the effect that its author saw."""
    page = director.page
    go(director, "时限")
    says(director, "待您核准")
    director.press(page.locator("main").get_by_role("link", name="受理决定", exact=True).first)
    says(director, "本中心办法施行", "影响预览", "按新时限，到期日")
    button(director, "核准修改")
    expect(page.get_by_role("status")).to_contain_text("已核准")


def test_an_administrator_keeps_people_windows_limits_days_and_bases_and_looks_whether_all_runs(
    browser: Browser, office: OfficeProcess
) -> None:
    """UX-61, DM-40: by the mouse, each change with its effect before and its result after; the director decides beside him."""
    case = file_case(office)
    walk_to(office, case, "investigation")
    with a_day(browser, office, ADMINISTRATOR) as administrator:
        go(administrator, "管理首页")
        record_leave(administrator)
        close_and_open_a_window(administrator)
        propose_a_limit(administrator)
        close_a_day(administrator)
        look_up_a_basis(administrator)
        look_whether_all_runs(administrator)
    office.people.take_act(SUPERVISOR, case.complaint_id, "cancel-run", {"reason": "须重新走一遍流程"})
    with a_day(browser, office, DIRECTOR) as director:
        open_a_number(director, case.number)
        refuse_to_end_a_run(director, case.number)
        approve_the_limit(director)
    with a_day(browser, office, ADMINISTRATOR) as administrator:
        go(administrator, "时限")
        says(administrator, "将生效", f"自 {NEW_LIMIT_FROM}")
