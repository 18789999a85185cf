"""案卷评查 as its people live it: a round is drawn, two read and score a file, a third settles it, a unit makes it good."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import expect
from sqlalchemy import select

from models.case.reviewed_file import FileExaminer, ReviewedFile
from models.ground.file_review_codes import Stratum
from models.office.file_review_round import FileReviewRound
from models.office.staff import Staff
from services.file_review.draw import draw_sample, list_population
from tests.office_process import OfficeProcess
from tests.web_days.a_day import button, go, says
from tests.web_days.person import Person
from tests.web_days.pictures import shoot

BEGINS, ENDS, SEED, SIZE = "2026-04-01", "2026-08-30", "yunhe2026", 3
# The product names two a file, of those who had no hand in it.
EXAMINERS = ("谈根源", "甄据全", "荀问实", "查分明", "方回音", "惠访意", "应收到", "简登记")
DOUBT = "两次陈述的时间对不上，认定时没有说明采信哪一次"
SETTLED = "卷内确有两种说法，采信理由未写"
MADE_GOOD = "请补写采信理由，附入卷内，并报督查考评科"
REPORT = "采信理由已补写，作为补充材料附在卷末"
CHECKED = "已看补充材料，理由写明，核对无误"


def open_a_round(person: Person) -> None:
    """How many, of which days, by which seed, and who may examine; what was drawn stands there for anybody to draw again."""
    page = person.page
    go(person, "案卷评查")
    shoot(person, "examiner-01-rounds")
    for label, text in (
        ("办结日期起", BEGINS),
        ("办结日期止", ENDS),
        ("抽取件数", str(SIZE)),
        ("抽样种子", SEED),
    ):
        page.get_by_label(label).fill(text)
    person.press(page.locator("#strata").get_by_label("办理结果"))
    button(person, "抽取并开展")
    expect(page.locator(".error-summary")).to_contain_text("评查员")
    shoot(person, "examiner-02-round-without-examiners")
    for name in EXAMINERS:
        person.press(page.locator("#examiners").get_by_label(re.compile(f"^{name}")))
    button(person, "抽取并开展")
    says(person, "怎样抽取", SEED)
    shoot(person, "examiner-03-round")


def find_file(office: OfficeProcess) -> tuple[int, list[str], list[str]]:
    """The first file that two examine: its number, who they are, their names. Drawn again by the seed it is the same sample."""
    with office.clock.make_unit().reading() as unit:
        round_ = unit.session.scalars(select(FileReviewRound).where(FileReviewRound.seed == SEED)).one()
        strata = [Stratum(one) for one in round_.strata]
        population = list_population(round_.begins_on, round_.ends_on, strata, unit)
        again = [case for case, _ in draw_sample(population, SIZE, SEED).drawn]
        files = unit.session.scalars(
            select(ReviewedFile).where(ReviewedFile.round_id == round_.id).order_by(ReviewedFile.no)
        ).all()
        assert [file.complaint_id for file in files] == again
        by_file = {
            file: list(
                unit.session.scalars(select(FileExaminer.login).where(FileExaminer.file_id == file.id))
            )
            for file in files
        }
        file, logins = next((file, logins) for file, logins in by_file.items() if len(logins) == 2)
        names = unit.session.scalars(select(Staff.name).where(Staff.login.in_(logins)))
        return file.no, logins, list(names)


def read_and_score(person: Person, no: int, *, doubts: bool) -> None:
    """The file is opened first; each line that no rule judges gets a mark, and who takes points says why."""
    page = person.page
    go(person, "我的任务")
    says(person, "评查案卷")
    go(person, "案卷评查")
    person.press(page.get_by_role("link", name=f"评查第 {no} 件案卷", exact=True))
    shoot(person, f"examiner-04-file-{'first' if doubts else 'second'}")
    person.press(page.get_by_role("link", name="查阅案卷"))
    expect(page).to_have_url(re.compile(r"/cases/[0-9a-f]{32}"))
    shoot(person, f"examiner-05-case-{'first' if doubts else 'second'}")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"评查案卷第 {no} 件")
    for group in page.locator("fieldset.inline-choices").all():
        if not group.locator("input:checked").count():
            person.press(group.get_by_label("符合", exact=True))
    person.press(page.locator(f"#mark_facts_convincing-{'partly' if doubts else 'met'}"))
    if doubts:
        button(person, "提交我的评分")
        expect(page.locator(".error-summary")).to_contain_text("请写明理由")
        shoot(person, "examiner-06-without-a-reason")
        page.locator("#note_facts_convincing").fill(DOUBT)
    button(person, "提交我的评分")
    says(person, "已评分")
    if doubts:
        expect(page.locator("main")).not_to_contain_text("确定评查分歧")
    shoot(person, f"examiner-07-scored-{'first' if doubts else 'second'}")


def settle_and_order(person: Person, no: int) -> None:
    """What two differ in is settled with a reason; what is lacking is ordered of the unit that keeps the file, by a day."""
    page = person.page
    go(person, "我的任务")
    says(person, "确定评查分歧")
    go(person, "案卷评查")
    person.press(page.get_by_role("link", name=re.compile(rf"第 {no} 件")))
    says(person, DOUBT)
    shoot(person, "examiner-08-differing")
    person.press(page.locator("#settled_facts_convincing-partly"))
    button(person, "确定")
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("#reason_facts_convincing").fill(SETTLED)
    button(person, "确定")
    says(person, "已评定", SETTLED)
    page.locator("#code").select_option(value="facts_convincing")
    page.locator("#words").fill(MADE_GOOD)
    page.locator("#workdays").fill("5")
    button(person, "责令补正")
    says(person, "待补正")
    shoot(person, "examiner-09-ordered")


def see_it_late(person: Person) -> None:
    """The day is over, and the leader is told."""
    go(person, "案卷评查")
    says(person, "超过期限的补正")
    shoot(person, "examiner-10-order-late")


def report(person: Person) -> None:
    """The unit reads what is lacking among its tasks, and says where in the file it stands now."""
    page = person.page
    go(person, "我的任务")
    shoot(person, "examiner-11-tasks-of-the-unit")
    person.press(page.get_by_role("link", name="补正案卷并报告").first)
    says(person, MADE_GOOD)
    shoot(person, "examiner-12-order")
    page.locator("#report").fill(REPORT)
    button(person, "报告")
    says(person, "已报待核", REPORT)


def check(person: Person) -> None:
    """Whoever reviewed the file looks at what was made good."""
    page = person.page
    go(person, "案卷评查")
    person.press(page.get_by_role("link", name="核实补正").first)
    says(person, REPORT)
    person.press(page.locator("#decision-checked"))
    page.locator("#words").fill(CHECKED)
    person.press(page.locator("main form button.button").last)
    says(person, "已核实", CHECKED)
    shoot(person, "examiner-13-checked")


def read_the_round(person: Person, names: Sequence[str]) -> None:
    """One settled, the others wait; who examined stands there."""
    page = person.page
    go(person, "案卷评查")
    person.press(page.get_by_role("link", name=f"{BEGINS} – {ENDS}"))
    says(person, f"1 / {SIZE} 件", *names)
    shoot(person, "examiner-14-round-at-the-end")
