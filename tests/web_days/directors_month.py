"""What a director does in a month: what waits is read and decided by a second person, frozen, and read as the public reads it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.web_days.a_day import button, go, row_of, says
from tests.web_days.person import Person
from tests.web_days.pictures import shoot
from tests.web_days.supervisors_month import BULLETIN, FOREWORD, QUESTIONS, ROOT

DECIDED = "由不动产登记中心改数据接口，11月底前完成"
PLAN = "数据接口改为实时核验，并由专人每季度复核一次"
SEEN, PROPOSED = "专题查明，拟定处理意见时没有核对共享数据", "拟定处理意见前先核对共享数据，并记录核对结果"


def begin_the_day(person: Person, about: str) -> str:
    """The board, then what waits for a director; a task and the page that it opens say the same last day."""
    expect(person.page.get_by_role("heading", level=1)).to_contain_text("今日看板")
    shoot(person, "director-01-board")
    go(person, "我的任务")
    says(person, "决定是否发布汇总")
    shoot(person, "director-02-tasks")
    row = row_of(person, "拟定专题计划", about)
    due = row.locator("td").last.inner_text()
    person.press(row.get_by_role("link"))
    says(person, "待拟定计划", "反复出现")
    expect(person.page.locator("main dl.facts").first).to_contain_text(due)
    return due


def plan_the_study(person: Person) -> None:
    """Of what came again: who leads, what is asked, and by when."""
    page = person.page
    shoot(person, "director-03-study")
    button(person, "记录计划")
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("select[name=lead]").select_option(label="简如镜（科长）")
    page.locator("#questions").fill(QUESTIONS)
    page.locator("#due_on").fill("2026-09-11")
    button(person, "记录计划")
    says(person, "待分析根源", QUESTIONS)
    shoot(person, "director-04-study-planned")


def release_the_summary(person: Person, period: str) -> tuple[int, str]:
    """What was sent back stands there anew; released it is frozen: the number received, and the digest that the page shows."""
    page = person.page
    go(person, "我的任务")
    person.press(page.get_by_role("link", name="决定是否发布汇总"))
    says(person, f"汇总 {period}", "已提出，待审核发布")
    shoot(person, "director-05-summary")
    person.press(page.get_by_role("radio", name="发布", exact=True))
    button(person, "记录决定")
    says(person, "第1版，已固定")
    shoot(person, "director-06-summary-released")
    digest = re.search(r"\b[0-9a-f]{64}\b", page.locator("main").inner_text())
    assert digest is not None
    return received_of(person), digest[0]


def received_of(person: Person) -> int:
    """What the summary that is open says of all complaints."""
    return int(row_of(person, "全部投诉件").locator("td").all_inner_texts()[-7])


def read_what_changed_since(person: Person, period: str) -> tuple[int, str]:
    """The list says so, what was released stays, and what is so now stands beside it: both of the line of a category."""
    page = person.page
    go(person, "定期汇总")
    expect(row_of(person, period)).to_contain_text("发布后有变动")
    shoot(person, "director-07-summaries")
    person.press(page.get_by_role("link", name=period, exact=True))
    changed = row_of(person, "服务态度差 · 收到件数")
    shoot(person, "director-08-summary-changed")
    return received_of(person), changed.inner_text()


def approve_the_limit(person: Person, limit: str) -> tuple[int, int]:
    """What it would have made of the past year is read first: how many were late, and would have been."""
    page = person.page
    go(person, "时限")
    says(person, "待您核准")
    person.press(page.locator("main").get_by_role("link", name=limit, exact=True).first)
    says(person, "影响预览", "试算：以往的期限按此重算")
    shoot(person, "director-09-limit-proposed")
    told = re.search(
        r"实际逾期 (\d+) 个；按试算规则会逾期 (\d+) 个", page.locator("main").inner_text().replace("\n", " ")
    )
    assert told is not None
    person.press(page.get_by_role("link", name="发生在哪里、涉及谁、哪些没有比较"))
    says(person, "按承办单位", "按服务事项")
    shoot(person, "director-10-what-if")
    page.go_back()
    button(person, "核准修改")
    expect(page.get_by_role("status").first).to_contain_text("已核准")
    return int(told[1]), int(told[2])


def publish_the_bulletin(person: Person, period: str) -> None:
    """Read by the second person, published inside, and frozen as an edition."""
    page = person.page
    go(person, "通报")
    person.press(page.locator("main").get_by_role("link", name=period))
    says(person, BULLETIN)
    shoot(person, "director-11-bulletin")
    person.press(page.get_by_role("radio", name="发布", exact=True))
    button(person, "记录决定")
    says(person, "第1版，已固定", BULLETIN)
    expect(page.locator("main dl.facts")).to_contain_text(re.compile(r"发布\s*宗揽云"))
    shoot(person, "director-12-bulletin-published")


def decide_the_study(person: Person, about: str) -> None:
    """What somebody else analysed down to its root; what is done about it is a measure with a target."""
    page = person.page
    go(person, "我的任务")
    person.press(row_of(person, "决定专题", about).get_by_role("link"))
    says(person, "第1问", ROOT)
    shoot(person, "director-13-study-analysed")
    person.press(page.get_by_role("radio", name="采取措施", exact=True))
    page.locator("#reason").fill(DECIDED)
    button(person, "记录决定")
    says(person, "已了结", DECIDED)
    shoot(person, "director-14-study-decided")


def enter_a_measure(person: Person) -> None:
    """It begins with what the study is about, and says below which rate it counts as working."""
    page = person.page
    person.press(page.locator("main").get_by_role("link", name="提出措施"))
    for field in ("category", "unit", "item"):
        expect(page.locator(f"select[name={field}]")).not_to_have_value("")
    chosen = {
        "kind": "技术支撑",
        "changes": "本系统之外的内容",
        "owner_unit": "云河市不动产登记中心（驻厅）",
        "basis": "每100个工作日",
        "others": "其余所有属实的投诉",
    }
    for field, label in chosen.items():
        page.locator(f"select[name={field}]").select_option(label=label)
    for field, text in {"plan": PLAN, "due_on": "2026-11-30", "target": "5", "window_days": "90"}.items():
        page.locator(f"#{field}").fill(text)
    shoot(person, "director-15-measure-new")
    button(person, "提出该措施")
    says(person, PLAN, "2026-11-30")
    shoot(person, "director-16-measure")


def propose_at_the_diagram(person: Person, about: str) -> None:
    """What was learnt goes to whoever owns the diagram, at the step where it belongs, with the numbers of the study."""
    page = person.page
    go(person, "专题分析")
    person.press(page.locator("main").get_by_role("link", name=about).first)
    person.press(page.get_by_role("link", name="提出改进建议"))
    page.locator("select[name=process_id]").select_option(label="处理")
    button(person, "显示各环节")
    page.locator("select[name=element_id]").select_option(label="拟定处理意见")
    for field, text in {"seen": SEEN, "proposed": PROPOSED, "workdays": "10"}.items():
        page.locator(f"#{field}").fill(text)
    shoot(person, "director-17-proposal-new")
    button(person, "提交建议")
    says(person, SEEN, PROPOSED, "拟定处理意见")
    shoot(person, "director-18-proposal")


def publish_the_yearly_report(person: Person) -> None:
    """Read whole before it is published; from then on everybody reads it."""
    page = person.page
    go(person, "定期汇总")
    person.press(page.get_by_role("link", name="年度报告编制"))
    person.press(page.locator("main summary").first)
    says(person, FOREWORD, "总体情况")
    shoot(person, "director-19-report")
    button(person, "发布")
    says(person, "决定已记录")


def read_the_report(citizen: Person) -> int:
    """As everybody: from the first page on, with the number of complaints of the year."""
    page = citizen.page
    page.goto(f"{citizen.address}/annual-reports")
    citizen.press(page.locator("main").get_by_role("link", name=re.compile("2025")).first)
    says(citizen, FOREWORD, "2025年度报告")
    expect(page.locator("main section > p", has_text=re.compile("^–$"))).to_have_count(0)
    shoot(citizen, "citizen-report")
    return int(row_of(citizen, "收到件数").locator("td").first.inner_text())
