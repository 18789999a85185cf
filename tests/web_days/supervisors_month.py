"""What a supervisor does in a month, page after page, each told by what stands there and by what is read afterwards."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.web_days.a_day import button, choose, go, row_of, says
from tests.web_days.person import Person
from tests.web_days.pictures import shoot


@dataclass(frozen=True)
class MonthNumbers:
    """Received and closed, and how what was received compares with the month and the year before."""

    received: int
    closed: int
    compared: tuple[str, str]


URGE = "首次联系仅剩一个工作日，请今天上午联系投诉人并登记"
REASSIGN = "温如声今天参加专班，请纪录清先办"
TAKE_UP = "请任社宝于9月4日前核对失业保险金办事指南与C03窗口说法，报督查考评科"
SIGNAL = "请督查考评科调阅答复当天的通话记录，9月11日前书面说明"
SENT_BACK = "8月31日下午的来信尚未登记完，请补登后重新计算"
VIEW, PURPOSE = "八月全部收件", "八月投诉处置情况月度例会"
FOREWORD = "2025年，中心对群众投诉逐件办理、逐件答复，并对反复出现的问题作了专题分析。"
QUESTIONS = "为什么同一事项一再出现？到窗口、系统和制度三处查清"
WHYS = (
    "窗口系统查不到省厅数据，只好请群众再交一次",
    "数据接口只在每晚同步，白天新办的查不到",
    "接口方案按旧流程定，没有人负责复核",
)
ROOT = "数据共享方案没有责任人，改变流程后无人复核"
BULLETIN = "八月总体平稳。C03窗口8月31日临时停办，请人社窗口说明原因并公布补办安排。"
GROUP_NAME, GROUP_REASON = "C03窗口停办失业保险金申领", "同一窗口、同一事项、同一天停办，诉求一致"


def read_the_board(person: Person) -> int:
    """The day begins there: a number opens exactly its rows; how many limits end within three working days."""
    page = person.page
    expect(page.get_by_role("heading", level=1)).to_contain_text("今日看板")
    shoot(person, "supervisor-01-board")
    tile = page.locator(".tile").filter(has_text="三个工作日内到期")
    soon = int(tile.locator("strong").inner_text())
    person.press(tile)
    expect(page.get_by_role("heading", level=1)).to_contain_text("时限台账")
    says(person, f"共 {soon} 条")
    expect(page.locator("main tbody tr")).to_have_count(soon)
    shoot(person, "supervisor-02-due")
    return soon


def open_the_latest(person: Person) -> str:
    """The least time left stands first; its case says what is missing. The number of it."""
    page = person.page
    link = page.locator("main tbody tr").first.get_by_role("link")
    number = link.inner_text()
    person.press(link)
    says(person, number, "尚未联系投诉人")
    shoot(person, "supervisor-03-case")
    page.go_back()
    return number


def urge(person: Person, number: str) -> None:
    """The chosen row alone is urged, with a reason that its file keeps."""
    page = person.page
    page.get_by_role("checkbox", name=f"选择 {number} 首次联系").check()
    button(person, "督办所选")
    says(person, "发起督办", number)
    page.locator("#reason").fill(URGE)
    button(person, "发起督办")
    says(person, "已完成")
    shoot(person, "supervisor-04-urged")


def reassign(person: Person, number: str) -> None:
    """A task that waits for whoever takes it is given to a colleague, with the reason."""
    page = person.page
    go(person, "时限台账")
    page.get_by_role("checkbox", name=f"选择 {number} 受理决定").check()
    button(person, "改派所选的任务")
    choose(person, "改派给", "纪录清")
    page.locator("#reason").fill(REASSIGN)
    button(person, "改派任务")
    says(person, "已完成")
    shoot(person, "supervisor-05-reassigned")


def take_up_the_rise(person: Person) -> int:
    """What rises is read beside its usual days, its cases are opened, and somebody is told to act by a day: how many."""
    page = person.page
    go(person, "提醒")
    shoot(person, "supervisor-06-alerts")
    go(person, "苗头预警")
    shoot(person, "supervisor-07-alarms")
    row = page.locator("main tbody tr").first
    cases = int(row.locator("td").nth(2).inner_text())
    person.press(row.get_by_role("link").first)
    says(person, f"收到{cases}件", "处理建议")
    shoot(person, "supervisor-08-alarm")
    person.press(page.get_by_role("link", name="在台账中查看这些件"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("台账")
    says(person, f"共 {cases} 条")
    shoot(person, "supervisor-09-alarm-in-the-ledger")
    page.go_back()
    person.press(page.get_by_role("radio", name="着手处理（写明谁做什么）"))
    button(person, "记录决定")
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("#words").fill(TAKE_UP)
    page.locator("#due_on").fill("2026-09-04")
    button(person, "记录决定")
    says(person, TAKE_UP, "简如镜")
    shoot(person, "supervisor-10-alarm-taken-up")
    return cases


def join_a_mass_complaint(person: Person, cases: int) -> None:
    """Files alike are read side by side and become one matter, with a reason."""
    page = person.page
    go(person, "疑似集体件")
    says(person, f"收到{cases}件相似投诉")
    shoot(person, "supervisor-11-mass-proposal")
    page.get_by_label("集体件名称", exact=True).fill(GROUP_NAME)
    page.get_by_label("认定为同一事项的理由").fill(GROUP_REASON)
    button(person, "确认并开立集体件")
    says(person, f"集体件 {GROUP_NAME}")
    shoot(person, "supervisor-12-mass-complaint")


def follow_a_signal(person: Person) -> str:
    """Records that do not go together: the evidence is opened in the case itself before anything is decided. The number."""
    page = person.page
    go(person, "弄虚作假线索")
    shoot(person, "supervisor-13-signals")
    row = row_of(person, "无证据办结", "查分明")
    number = re.search(r"YH-\d{4}-\d{6}", row.inner_text())
    assert number is not None
    person.press(row.get_by_role("link").first)
    says(person, "这是线索，不是结论", "不相符之处", number[0])
    shoot(person, "supervisor-14-signal")
    person.press(page.locator("main").get_by_role("link", name="证据", exact=True).first)
    expect(page).to_have_url(re.compile(r"/evidence$"))
    shoot(person, "supervisor-15-evidence-of-the-signal")
    page.go_back()
    person.press(page.get_by_role("radio", name="着手核查"))
    page.locator("#reason").fill(SIGNAL)
    button(person, "记录决定")
    says(person, SIGNAL)
    shoot(person, "supervisor-16-signal-taken-up")
    return number[0]


def read_what_stands_still(person: Person) -> None:
    """Nothing of this office lies where nobody can act."""
    go(person, "停在无人可办处")
    says(person, "所有等待办理的事项都有人可办")
    shoot(person, "supervisor-17-stuck")


def have_scores_counted(person: Person) -> None:
    """The second quarter, by the rules that held on its first day; somebody else releases them."""
    page = person.page
    go(person, "绩效评估")
    page.locator("#period").select_option(label="2026年第2季度")
    button(person, "计算并固定得分")
    says(person, "2026年第2季度的得分正在后台计算")
    shoot(person, "supervisor-18-scores-asked")


def open_the_points(person: Person) -> None:
    """Where the points of a unit come from, line by line, down to the complaints."""
    page = person.page
    go(person, "绩效评估")
    says(person, "须由他人审核发布")
    shoot(person, "supervisor-19-scores")
    person.press(page.locator("#units + .table-scroll").get_by_role("link").first)
    says(person, "得分来源", "2026年第2季度")
    shoot(person, "supervisor-20-score-of-a-unit")
    person.press(page.locator("#lines + .table-scroll").get_by_role("link").first)
    shoot(person, "supervisor-21-complaints-of-a-point")


def read_the_summary(person: Person, period: str) -> MonthNumbers:
    """The month as the summary says it."""
    page = person.page
    go(person, "我的任务")
    says(person, "决定是否发布汇总", period)
    shoot(person, "supervisor-22-tasks")
    person.press(page.get_by_role("link", name="决定是否发布汇总"))
    says(person, f"汇总 {period}", "“定期汇总”流程的一项任务正等待此决定")
    shoot(person, "supervisor-23-summary")
    cells = row_of(person, "全部投诉件").locator("td").all_inner_texts()
    received, closed, _, _, before, _, year_before = cells[-7:]
    return MonthNumbers(int(received), int(closed), (before, year_before))


def send_the_summary_back(person: Person) -> None:
    """Without a reason it is not sent back; with one it is computed anew and asked about again."""
    page = person.page
    person.press(page.get_by_role("radio", name="退回", exact=True))
    button(person, "记录决定")
    expect(page.locator("#words-error")).to_be_visible()
    page.locator("#words").fill(SENT_BACK)
    button(person, "记录决定")
    says(person, SENT_BACK)
    shoot(person, "supervisor-24-summary-sent-back")


def count_the_month(person: Person, day: str) -> tuple[int, tuple[str, str]]:
    """All of August by one of the days that figures go by, which the ledger opens; and how it compares."""
    page = person.page
    go(person, "统计")
    page.locator("select[name=span]").select_option(label="月")
    page.locator("input[name=at]").fill("2026-08-15")
    page.locator("select[name=day]").select_option(label=day)
    button(person, "查询")
    says(person, "2026-08-01 至 2026-08-31")
    shoot(person, f"supervisor-25-figures-{day}")
    before, year_before = page.locator("main tfoot td").all_inner_texts()[1:3]
    number = page.locator("main tfoot").get_by_role("link").first
    counted = int(number.inner_text())
    person.press(number)
    expect(page.get_by_role("heading", level=1)).to_contain_text("台账")
    says(person, f"共 {counted} 条")
    return counted, (before, year_before)


def keep_a_view_and_take_the_table(person: Person) -> str:
    """What was asked for is kept under a name, opens from there, and leaves as a table for a purpose. The file."""
    page = person.page
    page.get_by_label("存为我的视图").fill(VIEW)
    button(person, "保存")
    says(person, VIEW)
    go(person, "台账")
    person.press(page.get_by_role("link", name=VIEW))
    shoot(person, "supervisor-26-view")
    person.press(page.get_by_role("link", name="导出表格"))
    shoot(person, "supervisor-27-export")
    page.locator("#purpose").fill(PURPOSE)
    with page.expect_download() as begun:
        person.press(page.locator("main form button.button").last)
    return begun.value.suggested_filename


def propose_a_bulletin(person: Person, period: str) -> None:
    """From the figures of the month, in words of a person, and on to the units and the director."""
    page = person.page
    go(person, "通报")
    page.locator("#period").select_option(label=period)
    button(person, "根据数据提出")
    shoot(person, "supervisor-28-bulletin-proposed")
    page.locator("#words").fill(BULLETIN)
    button(person, "保存并送单位征求意见")
    says(person, "待中心主任决定", "不等待单位意见", BULLETIN)
    shoot(person, "supervisor-29-bulletin-given")


def word_the_yearly_report(person: Person) -> None:
    """With the public numbers of 2025; another one publishes it."""
    page = person.page
    go(person, "定期汇总")
    person.press(page.get_by_role("link", name="年度报告编制"))
    says(person, "2025年度报告", "尚未撰写")
    page.get_by_label("前言").fill(FOREWORD)
    button(person, "按当前数字提出")
    says(person, "待另一人审核发布", "须由撰写人以外的另一人发布")
    shoot(person, "supervisor-30-report-proposed")


def analyse(person: Person, about: str) -> None:
    """A study that the director planned is taken down to its root, why after why; somebody else decides."""
    page = person.page
    go(person, "我的任务")
    person.press(row_of(person, "分析专题根源", about).get_by_role("link"))
    says(person, QUESTIONS)
    person.press(page.get_by_role("radio", name="逐层追问"))
    for no, why in enumerate(WHYS, 1):
        page.get_by_label(f"第{no}问", exact=True).fill(why)
        page.get_by_label(f"第{no}问的依据", exact=True).fill(f"专题资料第{no}号")
    page.locator("select[name=root]").select_option(label="流程")
    page.locator("#root_cause").fill(ROOT)
    button(person, "记录分析")
    says(person, "分析已记录在案，由另一人决定", *WHYS, ROOT)
    shoot(person, "supervisor-31-study-analysed")
