"""What each person does with the complaint of three wishes: a part outside, an extension, an opinion sent back.

Every function is one visit of one person at his screen, and looks first whether he sees what he decides on.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import expect

from tests.web_days.person import Person

TOLD = (
    "8月28日下午我到C03窗口申领失业保险金，窗口不按公布的办事指南收件，让我补一张指南上没有的证明，还让我另交复印件。"
    "异地就医备案的网上平台打不开已经一周，一直没有人管。"
)
WISHES = ("按公布的办事指南收件", "不再另交复印件", "异地就医备案的网上平台不要再拖延")
OUTSIDE = "云河市大数据中心"
REASON = "窗口清单的来历须向制发处室核实"
SENT_BACK = "写明何时撤下旧清单"
FOUND = "窗口沿用旧清单，要求指南上没有的证明和复印件"
REPLY = "窗口误用旧清单，已当日撤下"


@dataclass(frozen=True)
class Filed:
    """What the receipt says."""

    number: str
    query_code: str


@dataclass(frozen=True)
class Sheet:
    """What goes to a unit outside by hand."""

    reference: str
    receipt_code: str


def file(citizen: Person) -> Filed:
    """The three steps, and number and code."""
    page = citizen.page
    page.goto(citizen.address)
    page.get_by_role("link", name="我要投诉").first.click()
    page.get_by_label("发生了什么").fill(TOLD)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("希望中心怎么做？").fill(
        "\n".join(f"{no}. {wish}" for no, wish in enumerate(WISHES, 1))
    )
    page.get_by_label("被投诉单位").select_option(label="云河市人力资源和社会保障局（驻厅）")
    page.get_by_label("窗口", exact=True).select_option("C03")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("姓名", exact=True).fill("林晚秋")
    page.get_by_label("电话").fill("139-0000-0417")
    page.locator("#feedback_way").select_option("phone")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="提交投诉").click()
    number = page.locator("[data-receipt-number]").inner_text()
    return Filed(number, page.locator("[data-receipt-code]").inner_text())


def decide_acceptance(clerk: Person, number: str) -> None:
    """One matter is accepted, one handed over; both are worded for units."""
    clerk.open_task("决定是否受理", number)
    clerk.sees("窗口不按公布的办事指南收件", *WISHES, "C03")
    clerk.press(clerk.page.get_by_role("button", name="尚未决定的全部受理"))
    clerk.tick("简易")
    clerk.type("中性表述", "窗口收件与公布的办事指南不一致")
    clerk.type("中性表述", "网上平台打不开，未见处理", at=1)
    clerk.tick("转交其他单位", at=1)
    clerk.choose("转交单位", OUTSIDE)
    clerk.submit("指定承办人")


def print_sheet(clerk: Person) -> Sheet:
    """The paper for the unit outside, beside the matter that goes there, and back by the keys of the browser."""
    page = clerk.page
    clerk.press(page.locator(".beside").get_by_role("link", name="交办转办单"))
    expect(page.locator("main")).to_contain_text("网上平台打不开，未见处理")
    sheet = Sheet(
        page.locator("h1 .number").inner_text().strip(), page.locator(".receipt-code").inner_text().strip()
    )
    page.go_back()
    return sheet


def assign_handler(clerk: Person) -> None:
    """Somebody whom no rule keeps away; the list of tasks comes after it."""
    clerk.sees_form("指定承办人")
    clerk.sees("窗口不按公布的办事指南收件", *WISHES, "C03")
    clerk.choose("承办人", "荀问实")
    clerk.submit("我的任务")


def answer_from_outside(unit: Person, sheet: Sheet, answer: str, text: str = "") -> None:
    """By reference and receipt code of the sheet, without an account."""
    page = unit.page
    page.goto(f"{unit.address}/handover")
    page.locator("[name=reference]").fill(sheet.reference)
    page.locator("[name=receipt_code]").fill(sheet.receipt_code)
    unit.press(page.get_by_role("radio", name=answer, exact=True))
    page.locator("[name=text]").fill(text)
    unit.press(page.get_by_role("button", name="提交", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("回执已收到")


def plan(handler: Person, number: str) -> None:
    """The method; the record of it is the next task."""
    handler.open_task("制定调查计划", number)
    handler.sees("窗口不按公布的办事指南收件", *WISHES)
    handler.tick("查阅资料")
    handler.type("调查要点", "核对窗口清单与办事指南")
    handler.submit("调查并记录")


def ask_unit(handler: Person) -> None:
    """Beside the record that is open, and back to it."""
    handler.sees_form("调查并记录")
    handler.act("请被投诉方说明")
    handler.type("需要说明的问题", "请说明C03窗口8月28日的收件情况和所用清单")
    handler.submit("调查并记录")


def request_extension(handler: Person) -> None:
    """Beside the record that is open, and back to it."""
    handler.act("申请延长办理期限")
    handler.type("延期理由", REASON)
    handler.type("延长天数", "3")
    handler.submit("调查并记录")


def reply(unit: Person, number: str) -> None:
    """The unit is told on its first page what it is asked."""
    unit.press(unit.page.get_by_role("link", name="请本单位提交情况说明"))
    unit.sees_form("提交情况说明")
    unit.sees(number, "窗口收件与公布的办事指南不一致", "请说明C03窗口8月28日的收件情况和所用清单")
    unit.type("情况说明", REPLY)
    unit.submit("本单位有关投诉件")


def decide_extension(approver: Person, number: str) -> None:
    """The old date and the new one, and why."""
    approver.open_task("审批延期", number)
    approver.sees(REASON, "延长后", *WISHES)
    approver.tick("同意延长")
    approver.submit("我的任务")


def record_act(handler: Person, day: str, time: str) -> None:
    """What was looked into, by two people; what is to be told comes next by itself."""
    for when in ("开始", "结束"):
        handler.type(f"{when}日期", day)
        handler.type(f"{when}时刻", time)
    handler.sees("查阅资料", "窗口不按公布的办事指南收件")
    handler.tick("两人")
    handler.choose("另一名调查人员", "查分明")
    handler.type("名称", "C03窗口收件清单")
    handler.type("由谁提供", "人社局窗口")
    handler.type("记录", "清单与办事指南不一致")
    handler.submit("告知投诉人")


def tell_extension(handler: Person) -> None:
    """By the way that the complainant wished, which is ticked."""
    handler.sees_form("告知投诉人")
    handler.sees(REASON, "延长后")
    expect(handler.form.get_by_label("电话", exact=True)).to_be_checked()
    handler.mark("投诉人本人（或其代理人）")
    handler.type("通话内容：告知了什么，对方怎么说", "说明了原因和新的期限，对方表示理解")
    handler.type("告知内容", "已电话告知延期三个工作日和新的期限")
    handler.submit("记录认定")


def record_findings(handler: Person) -> None:
    """Beside the unit's own words; what was taken for the matter is cited."""
    handler.sees_form("记录认定")
    handler.sees("窗口不按公布的办事指南收件", "C03窗口收件清单", REPLY)
    handler.tick("属实")
    handler.type("查明的事实", FOUND)
    expect(handler.form.get_by_label("C03窗口收件清单")).to_be_checked()
    handler.tick("制度、流程或系统原因")
    handler.submit("拟定处理意见")


def draft_opinion(handler: Person) -> None:
    """Each wish of the matter is answered; the wish that went outside is answered there."""
    handler.sees_form("拟定处理意见")
    handler.sees(FOUND, "属实", *WISHES[:2], REPLY)
    handler.tick("纠正错误")
    handler.type("更正内容", "撤下旧清单，按办事指南收件")
    handler.type("由谁更正", "人社局窗口负责人")
    handler.tick("支持")
    handler.tick("支持", at=1)
    handler.type("综合意见", "投诉属实，予以更正")
    handler.submit("我的任务")


def send_back(approver: Person, number: str) -> None:
    """The whole opinion is beside the decision."""
    approver.open_task("审批处理意见", number)
    approver.sees(FOUND, "属实", "撤下旧清单，按办事指南收件", *WISHES[:2])
    approver.tick("退回修改")
    approver.type("审批意见", SENT_BACK)
    approver.submit("我的任务")


def redraft(handler: Person, number: str) -> None:
    """Why it came back stands above; what was written before is there."""
    handler.open_task("拟定处理意见", number)
    expect(handler.page.locator(".notice-warning")).to_contain_text(SENT_BACK)
    expect(handler.form.get_by_label("支持", exact=True).first).to_be_checked()
    handler.type("综合意见", "投诉属实，旧清单已于8月31日撤下")
    handler.submit("我的任务")


def approve(approver: Person, number: str) -> None:
    """What has changed is read, and approved."""
    approver.open_task("审批处理意见", number)
    approver.sees("旧清单已于8月31日撤下", "支持")
    approver.tick("批准")
    approver.tick("没有需要改进之处")
    approver.type("没有需要改进之处的理由", "旧清单已撤，属个别窗口沿用")
    approver.submit("我的任务")


def give_answer(handler: Person, number: str) -> None:
    """The letter is written from the file, and told by the way that was wished."""
    handler.open_task("答复投诉人", number)
    handler.sees("撤下旧清单，按办事指南收件", "支持")
    expect(handler.form.get_by_label("电话", exact=True)).to_be_checked()
    handler.mark("投诉人本人（或其代理人）")
    handler.type("通话内容：告知了什么，对方怎么说", "逐项告知了处理结果，对方表示知道了")
    handler.submit("我的任务")


def rate(citizen: Person, filed: Filed) -> None:
    """Read the answer at the query code and say how satisfied one is."""
    page = citizen.page
    page.goto(f"{citizen.address}/progress")
    page.get_by_label("编号").fill(filed.number)
    page.get_by_label("查询码").fill(filed.query_code)
    page.get_by_role("button", name="查询").click()
    expect(page.locator("main")).to_contain_text(FOUND)
    page.locator("summary").filter(has_text="评价").click()
    page.get_by_label("满意", exact=True).check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_role("alert").or_(page.get_by_role("status")).first).to_be_visible()
