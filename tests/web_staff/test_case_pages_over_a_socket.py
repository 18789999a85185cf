"""The pages of a case on the real web server: where it stands, for whom it waits, what was said, its acts and history."""

from __future__ import annotations

import re
import secrets
from itertools import count

import pytest
from playwright.sync_api import Browser, expect

from api.i18n import LANGUAGES, _catalogue
from api.staff.case_acts import GROUPS
from bpmn.names import ActId
from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.lifecycle import Stage, TaskState
from models.case.task import Task
from services.actor import SYSTEM
from services.beside.supplement.request_supplement import RequestSupplement, request_supplement
from services.case.lifecycle import move_stage
from services.views.open_windows import list_windows
from services.views.section_counts import OUTSIDE
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import accept, add_task
from tests.web.case_file import read_file
from tests.web.pages import text_of

CLERK, SUPERVISOR = "wen.rusheng", "zong.lanyun"
TWO_SCREENS = 2 * 900
# None of them stands in the directory of the office.
WORDS = {
    "respondent_window": "B07",
    "respondent_staff": "戴眼镜的那位同志",
    "service_item": "异地就医备案件号0817",
}
_addresses = count(1)


def row_of(html: str, words: str) -> str:
    """The row of the table of what is waited for that holds these words."""
    table = html.split('id="waiting"')[1].split("</table>", maxsplit=1)[0]
    rows = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)) for row in table.split("<tr")]
    return next(row for row in rows if words in row)


def file(served: ServedOffice) -> str:
    address = f"198.51.101.{next(_addresses)}"
    return str(served.office.file(address=address, **WORDS).complaint_id)


def test_every_window_of_a_request_is_waited_for_in_words() -> None:
    """UX-53: a new kind whose answer comes from outside is counted, and named in both languages."""
    windows = [(kind, window) for kind, window in list_windows() if kind.table is not Referral]
    assert {kind.table for kind, _ in windows} <= set(OUTSIDE)
    for language in LANGUAGES:
        assert {f"waiting.{window.name}" for _, window in windows} <= _catalogue(language).keys()


def test_the_first_page_says_who_has_to_do_what_until_when(served_office: ServedOffice) -> None:
    """UX-53: a role that has not taken its task, a person who has, and the complainant who was asked for material."""
    office, case = served_office.office, file(served_office)
    add_task(office, case, "decide-acceptance", key=str(secrets.randbits(60)))
    reader = served_office.visitor(CLERK)
    open_to_all = row_of(reader.get(f"/cases/{case}").text, "决定是否受理")
    assert "受理人员" in open_to_all
    assert "待领取" in open_to_all
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, case)
        asked = RequestSupplement("请补充窗口号和时间", 5, "phone")
        row = request_supplement(asked, complaint, unit, office.actor(CLERK))
        until = row.window_ends_at
        for task in unit.session.query(Task).where(Task.complaint_id == case):
            task.claimed_by = CLERK
    page = reader.get(f"/cases/{case}").text
    taken = row_of(page, "决定是否受理")
    assert "温如声" in taken
    assert "待领取" not in taken
    assert until is not None
    supplement = row_of(page, "补充材料")
    assert "投诉人" in supplement
    assert until.astimezone(office.clock.now().tzinfo).strftime("%Y-%m") in supplement


def test_a_case_that_waits_for_nobody_says_so(served_office: ServedOffice) -> None:
    """UX-53: on its way to the next step, and in the archive."""
    office, case = served_office.office, file(served_office)
    reader = served_office.visitor(CLERK)
    assert "目前没有人需要办理" in text_of(reader.get(f"/cases/{case}"))
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).stage = Stage.ARCHIVED
    page = text_of(reader.get(f"/cases/{case}"))
    assert "没有：本件已归档" in page
    assert "目前没有人需要办理" not in page


def test_what_the_complainant_typed_stands_on_the_first_page(served_office: ServedOffice) -> None:
    """UX-6: window, person and item as typed, without a look at the identity."""
    case = file(served_office)
    told = (
        served_office.visitor(CLERK).get(f"/cases/{case}").text.split('id="told"')[1].split("</section>")[0]
    )
    for words in (*WORDS.values(), "办事员态度生硬，不说依据", "说明多要一份证明的依据"):
        assert words in told, words


def steps_of(html: str) -> list[tuple[str, str]]:
    bar = html.split('<ol class="steps">')[1].split("</ol>", maxsplit=1)[0]
    return re.findall(r'<li class="is-(\w+)"[^>]*>([^<]+)<', bar)


def test_the_step_bar_follows_the_case(served_office: ServedOffice) -> None:
    """UX-53: a referral is a step where there is one; what a case went past is said to be not needed."""
    office, case = served_office.office, file(served_office)
    reader = served_office.visitor(CLERK)
    assert steps_of(reader.get(f"/cases/{case}").text) == [
        *(("done", name) for name in ("接收", "登记")),
        ("current", "受理"),
        *(("todo", name) for name in ("调查", "处理", "答复", "回访", "归档")),
    ]
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).stage = Stage.FEEDBACK
    assert dict(map(reversed, steps_of(reader.get(f"/cases/{case}").text))) == {
        **dict.fromkeys(("接收", "登记", "受理"), "done"),
        **dict.fromkeys(("调查", "处理"), "skipped"),
        "答复": "current",
        **dict.fromkeys(("回访", "归档"), "todo"),
    }


def test_what_is_waited_for_once_the_opinion_is_approved_stands_behind_it(
    served_office: ServedOffice,
) -> None:
    """What was decided is not told as still to come while another unit has a matter of the case."""
    office, case = served_office.office, file(served_office)
    accept(office, case)
    with office.unit_of_work() as unit:
        for stage in (Stage.DISPOSAL, Stage.REFERRAL):
            move_stage(unit.session.get_one(Complaint, case), stage, unit, SYSTEM)
    assert steps_of(served_office.visitor(CLERK).get(f"/cases/{case}").text)[3:6] == [
        ("done", "调查"),
        ("done", "处理"),
        ("current", "交办转办"),
    ]


def test_the_acts_are_a_menu_by_what_they_are_for(served_office: ServedOffice) -> None:
    """UX-43: ten equal buttons; now groups, each act with what it does, what is not possible with why."""
    case = file(served_office)
    menu = served_office.visitor(CLERK).get(f"/cases/{case}/acts").text
    assert re.findall(r"<h3>([^<]+)</h3>", menu)[:2] == ["补充与核对", "答复与送达"]
    assert "一次告知投诉人缺什么，期间中止计时" in menu
    barred = menu.split('class="barred"')[1]
    assert "目前不能办理" in barred
    part = served_office.visitor(CLERK).client.get(f"/cases/{case}/acts", headers={"X-Fragment": "1"}).text
    assert "<html" not in part
    assert re.findall(r"<h3>([^<]+)</h3>", part) == re.findall(r"<h3>([^<]+)</h3>", menu)


def test_every_act_stands_in_one_group_and_says_what_it_does() -> None:
    """UX-43: a new act is red here until it has a place in the menu and a sentence in both languages."""
    grouped = [act for acts in GROUPS.values() for act in acts]
    assert sorted(grouped) == sorted(ActId)
    for language in LANGUAGES:
        assert {f"act_about.{act.value}" for act in ActId} <= _catalogue(language).keys()


def test_the_history_is_narrowed_by_kind_and_words(served_office: ServedOffice) -> None:
    """UX-44, wishes 4 and 14: one timeline of what people did, with a filter that has an address."""
    case = file(served_office)
    add_note(served_office, case)
    reader = served_office.visitor(CLERK)
    everything = told_in(reader.get(f"/cases/{case}/history").text)
    assert "添加工作记录" in everything
    assert "登记投诉" in everything
    material = told_in(reader.get(f"/cases/{case}/history?kind=material").text)
    assert "添加工作记录" in material
    assert "登记投诉" not in material
    words = told_in(reader.get(f"/cases/{case}/history?words=登记投诉").text)
    assert "登记投诉" in words
    assert "添加工作记录" not in words
    assert "没有这样的记录" in told_in(reader.get(f"/cases/{case}/history?words=没有这个词").text)


def add_note(served: ServedOffice, case: str) -> None:
    clerk = served.visitor(CLERK)
    clerk.get(f"/cases/{case}/entries")
    sent = {"kind": "note", "text": "已核对窗口排班。", "submission_id": clerk.submission_id}
    assert clerk.post(f"/cases/{case}/entries", sent).status_code == 303


def told_in(html: str) -> str:
    return html.split('id="history-title"')[1].split("</section>", maxsplit=1)[0]


def test_a_full_file_speaks_english_too(served_office: ServedOffice) -> None:
    case = file(served_office)
    accept(served_office.office, case)
    page = text_of(read_file(served_office.visitor(SUPERVISOR), case, "?lang=en"))
    for words in ("Now waiting for", "Act on this case", "Time limits", "Timeline"):
        assert words in page, words


@pytest.mark.parametrize("width", [1366, 390])
def test_the_acts_open_in_a_dialog_and_by_keyboard(
    served_office: ServedOffice, browser: Browser, width: int
) -> None:
    """UX-42 UX-43: two screens at most, the complaint's words on the first one, the menu by keyboard, Esc closes it."""
    office, case = served_office.office, file(served_office)
    add_task(office, case, "decide-acceptance", key=str(secrets.randbits(60)))
    with served_office.page(browser, width, CLERK) as page:
        page.goto(f"/cases/{case}")
        if width == 1366:
            assert page.evaluate("document.documentElement.scrollHeight") <= TWO_SCREENS
            told = page.locator("#told").bounding_box()
            assert told is not None
            assert told["y"] < 900
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        opener = page.get_by_role("link", name="办理事项")
        opener.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog").get_by_role("link", name="补正告知")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        opener.click()
        page.get_by_role("dialog").get_by_role("link", name="补正告知").click()
        page.wait_for_url("**/acts/request-supplement")


def test_a_task_that_was_submitted_stands_last_and_moves_on_by_itself(served_office: ServedOffice) -> None:
    """UX-53: nobody is waited for where the work is done."""
    office, case = served_office.office, file(served_office)
    add_task(office, case, "decide-acceptance", key=str(secrets.randbits(60)))
    add_task(office, case, "assign-handler", key=str(secrets.randbits(60)))
    with office.unit_of_work() as unit:
        first = unit.session.query(Task).where(Task.complaint_id == case, Task.form_id == "decide-acceptance")
        first.one().state = TaskState.SUBMITTED
    table = served_office.visitor(CLERK).get(f"/cases/{case}").text.split('id="waiting"')[1]
    assert table.index("指定承办人") < table.index("决定是否受理")
    assert "已提交，即将流转" in table
