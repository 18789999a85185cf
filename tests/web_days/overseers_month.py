"""人大监督 as a delegate lives it: a mandate of two people, figures and de-identified files, a table, and the record."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from models.office.account import Account
from models.office.staff import Staff
from services.accounts.password_hash import hash_password
from tests.office_process import OfficeProcess
from tests.web_days.a_day import button, choose, go, says
from tests.web_days.person import Person
from tests.web_days.pictures import shoot

READER, NAME = "du.cha", "督察远"
BODY, PAPER = "云河市人大常委会监察和司法委员会", "云人监〔2026〕12号"
PURPOSE, ENDED = "常委会专题审议政务服务投诉办理情况", "专题审议已经结束"
MANDATE = {
    "body": BODY,
    "paper_no": PAPER,
    "received_from": "2026-01-01",
    "received_until": "2026-08-31",
    "valid_from": "2026-09-01",
    "valid_until": "2026-10-31",
}


def add_reader(office: OfficeProcess) -> None:
    """A delegate is in no organisation of a demo; the administrator gave him an account, whose password he has chosen."""
    office.passwords[READER] = "yun-jian-2026-Zhuanti-12"
    with office.clock.make_unit() as unit:
        row = Staff(login=READER, name=NAME, unit="YH-DC", roles=["overseer"], active=True)
        unit.session.add(row)
        unit.session.flush()
        account = Account(staff_id=READER, password_hash=hash_password(office.passwords[READER]))
        account.must_change, account.changed_at = False, unit.clock.now()
        unit.session.add(account)


def grant(person: Person) -> None:
    """Who may read what, from when until when; without a kind of body it is refused at its field."""
    page = person.page
    go(person, "监督授权")
    shoot(person, "overseer-01-mandates")
    person.press(page.get_by_role("link", name="提出授权"))
    choose(person, "查阅人", NAME)
    for name, text in MANDATE.items():
        page.locator(f"#{name}").fill(text)
    person.press(page.get_by_role("radio", name="数据和去标识的单件"))
    button(person, "提交授权")
    expect(page.locator(".error-summary")).to_contain_text("机关类别")
    person.press(page.get_by_role("radio", name="人大", exact=True))
    shoot(person, "overseer-02-mandate-asked")
    button(person, "提交授权")
    says(person, "已提交授权，第二人确认后生效。", "待第二人确认")


def confirm(person: Person) -> None:
    """By another than who granted it."""
    page = person.page
    go(person, "监督授权")
    person.press(page.get_by_role("link", name="授权第1号"))
    says(person, BODY, PAPER, "尚未据此查阅")
    shoot(person, "overseer-03-mandate-to-confirm")
    person.press(page.get_by_role("radio", name="确认", exact=True))
    button(person, "记录决定")
    says(person, "已确认。")


def read_the_figures(person: Person) -> None:
    """All that a delegate finds in the menu is his mandate; its figures stand with what they mean."""
    page = person.page
    go(person, "监督查阅")
    shoot(person, "overseer-04-own-mandates")
    person.press(page.get_by_role("link", name="授权第1号"))
    says(person, "收件期间", "2026-01-01", "按时办结率")
    shoot(person, "overseer-05-figures")


def read_files(person: Person) -> str:
    """Of one file its stages, limits and decisions; what stands on both pages."""
    page = person.page
    person.press(page.get_by_role("link", name="单件（已去标识）"))
    shoot(person, "overseer-06-files")
    told = page.locator("main").inner_text()
    person.press(page.locator("main tbody").get_by_role("link", name=re.compile(r"^单件\d+$")).first)
    says(person, "环节", "时限", "决定")
    shoot(person, "overseer-07-file")
    return told + page.locator("main").inner_text()


def take_the_table(person: Person) -> str:
    """Not without saying what for. The name of the file."""
    page = person.page
    person.press(page.get_by_role("link", name="授权第1号"))
    button(person, "CSV（其他程序）")
    expect(page.locator(".error-summary")).to_contain_text("报告用途")
    shoot(person, "overseer-08-without-a-purpose")
    page.locator("#purpose").fill(PURPOSE)
    with page.expect_download() as begun:
        button(person, "CSV（其他程序）")
    return begun.value.suggested_filename


def read_the_record(person: Person) -> None:
    """What was read, by whom, and what for: the body reads the list that the centre reads."""
    person.press(person.page.get_by_role("link", name="查阅记录"))
    says(person, "查看数据", "查看单件列表", "查看单件", PURPOSE)
    shoot(person, "overseer-09-looks")


def withdraw(person: Person) -> None:
    """The centre reads who has looked, and ends it."""
    page = person.page
    go(person, "监督授权")
    person.press(page.get_by_role("link", name="授权第1号"))
    says(person, "查看单件列表", PURPOSE)
    shoot(person, "overseer-10-looks-as-the-centre-reads-them")
    page.locator("#withdraw_reason").fill(ENDED)
    button(person, "撤回授权")
    says(person, "已撤回，不能再查阅。")


def find_it_ended(person: Person) -> None:
    """No way leads on, but for the record of what was read."""
    page = person.page
    go(person, "监督查阅")
    says(person, "已撤回")
    expect(page.get_by_role("link", name="授权第1号")).to_have_count(0)
    shoot(person, "overseer-11-ended")
