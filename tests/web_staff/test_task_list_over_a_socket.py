"""The list of tasks as the real web server sends it: tabs, what each case is about, and what is done with several at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from models.case.respondent import Respondent
from models.case.task import Task
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from models.office.login_session import LoginSession
from models.vault.keyring import Keyring
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.unit.services.projected_task import add_task
from tests.web.pages import text_of
from tests.web_staff.cases import restrict_to

IDLE_ALREADY = timedelta(minutes=5)
CLERK, COLLEAGUE, INVESTIGATOR, OTHER = "wen.rusheng", "ming.shouli", "tan.genyuan", "cha.fenming"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("tasks"), sqlite_office_template) as served:
        yield served


def add(served: ServedOffice, form_id: str = "decide-acceptance", **columns: object) -> Task:
    """A task of a case of its own."""
    number = len(served.office.rows(Task))
    case = served.office.file(address=f"198.51.{100 + number // 200}.{1 + number % 200}").complaint_id
    key = add_task(served.office, case, form_id)
    with served.office.unit_of_work() as unit:
        task = unit.session.get_one(Task, key)
        for name, value in columns.items():
            setattr(task, name, value)
    return served.office.rows(Task, user_task_key=key)[0]


def keys_on(visitor: SocketVisitor, tab: str) -> set[str]:
    return set(re.findall(r'data-row="(\d+)"', visitor.get(f"/tasks?tab={tab}").text))


def counts_on(visitor: SocketVisitor) -> dict[str, int]:
    page = visitor.get("/tasks").text
    found = re.findall(r'href="/tasks\?tab=(\w+)"[^>]*>[^<]*<span class="count">([\d,]+)', page)
    return {name: int(number.replace(",", "")) for name, number in found}


def test_own_work_stands_apart_from_the_pool_and_from_explanations_of_others(served: ServedOffice) -> None:
    """UX-27, UX-51: 10 of 19 rows were explanations of other people's cases, own work was scattered among the pool."""
    mine = add(served, "plan-investigation", assignee=INVESTIGATOR)
    own_delay = add(served, "explain-delay", assignee=INVESTIGATOR)
    others_delay = add(served, "explain-delay", assignee=OTHER)
    free = add(served, "plan-investigation")
    visitor = served.visitor(INVESTIGATOR)
    assert mine.user_task_key in keys_on(visitor, "mine")
    assert keys_on(visitor, "explain") == {own_delay.user_task_key}
    assert free.user_task_key in keys_on(visitor, "pool")
    assert others_delay.user_task_key in keys_on(visitor, "colleagues")
    everything = [keys_on(visitor, tab) for tab in ("mine", "pool", "explain", "colleagues")]
    assert len(set.union(*everything)) == sum(map(len, everything))
    assert counts_on(visitor) == dict(
        zip(("mine", "pool", "explain", "colleagues"), map(len, everything), strict=True)
    )


def test_a_row_says_what_the_case_is_about_and_whom(served: ServedOffice) -> None:
    """UX-27, UX-51: subject in neutral words, respondent, stage and the time left."""
    task = add(served)
    with served.office.unit_of_work() as unit:
        for row in unit.session.query(Respondent).filter_by(complaint_id=task.complaint_id):
            row.unit, row.window = "RS", "C03"
    page = served.visitor(CLERK).get("/tasks?tab=pool").text
    row = re.search(rf'<tr data-row="{task.user_task_key}".*?</tr>', page, re.DOTALL)
    assert row
    told = re.sub(r"<[^>]+>", " ", row[0])
    assert "我" not in re.search(r'class="subject">(.*?)</td>', row[0], re.DOTALL)[1]  # type: ignore[index]  # a row has one
    assert re.search(r'class="subject">\s*\S', row[0])
    assert "社会保险" in told or "人社" in told or "人力资源" in told, told
    assert "C03" in told
    assert "受理" in told


def test_several_are_taken_at_once_and_each_says_what_became_of_it(served: ServedOffice) -> None:
    """UX-51: one that a colleague took in the meantime does not stop the others."""
    first, lost = add(served), add(served)
    clerk, colleague = served.visitor(CLERK), served.visitor(COLLEAGUE)
    clerk.get("/tasks?tab=pool")
    colleague.get("/tasks")
    colleague.post("/tasks/chosen", {"act": "claim", "task": lost.user_task_key})
    page = clerk.post("/tasks/chosen", {"act": "claim", "task": [first.user_task_key, lost.user_task_key]})
    assert "共 2 项，完成 1 项" in text_of(page)
    assert first.user_task_key in keys_on(clerk, "mine")
    assert lost.user_task_key not in keys_on(clerk, "mine") | keys_on(clerk, "pool")
    clerk.post("/tasks/chosen", {"act": "release", "task": first.user_task_key})
    assert first.user_task_key in keys_on(clerk, "pool") - keys_on(clerk, "mine")


def test_a_task_passes_to_a_colleague_with_the_reason(served: ServedOffice) -> None:
    """UX-51: at once in the other's list, in the trail of the case, and told to the engine."""
    task = add(served, claimed_by=CLERK, assignee=CLERK)
    clerk, colleague = served.visitor(CLERK), served.visitor(COLLEAGUE)
    sent = clerk.post("/tasks/chosen", {"act": "hand_over", "task": task.user_task_key})
    assert sent.headers["location"] == f"/tasks/hand-over?task={task.user_task_key}"
    form = clerk.get(sent.headers["location"]).text
    assert f'value="{COLLEAGUE}"' in form
    assert f'value="{CLERK}"' not in form
    fields = {"task": task.user_task_key, "to": COLLEAGUE}
    missing = clerk.post("/tasks/hand-over", fields)
    assert missing.status_code == 422
    assert 'id="reason-error"' in missing.text
    clerk.post("/tasks/hand-over", {**fields, "reason": "明日起外出培训"})
    assert task.user_task_key in keys_on(colleague, "mine")
    assert task.user_task_key not in keys_on(clerk, "mine") | keys_on(clerk, "pool")
    [event] = served.office.rows(TrailEvent, complaint_id=task.complaint_id, kind="task.handed_over")
    assert (event.actor, event.payload["to"], event.payload["reason"]) == (CLERK, COLLEAGUE, "明日起外出培训")
    [told] = served.office.rows(OutboxRow, complaint_id=task.complaint_id, kind="assign_user_task")
    assert told.payload["assignee"] == COLLEAGUE


def test_nothing_passes_to_whom_the_case_is_closed_nor_from_whom_it_is_not(served: ServedOffice) -> None:
    """UX-51: the rules that are asked before an assignment are asked here; which one it is, is told to nobody."""
    task = add(served, claimed_by=CLERK, assignee=CLERK)
    restrict_to(served.office, task.complaint_id, CLERK)
    clerk, colleague = served.visitor(CLERK), served.visitor(COLLEAGUE)
    clerk.get("/tasks")
    fields = {"task": task.user_task_key, "to": COLLEAGUE, "reason": "请接办"}
    assert "不能办理本件的这个任务" in clerk.post("/tasks/hand-over", fields).text
    colleague.get("/tasks")
    refused = colleague.post("/tasks/hand-over", {**fields, "to": "zong.heke"})
    assert "所选任务都不在您名下" in refused.text or "没有选择任何任务" in refused.text
    assert served.office.rows(Task, user_task_key=task.user_task_key)[0].claimed_by == CLERK
    assert served.office.rows(TrailEvent, complaint_id=task.complaint_id, kind="task.handed_over") == []


def test_the_number_in_the_navigation_counts_no_row_that_the_list_hides(served: ServedOffice) -> None:
    """UX-51: a case that became one for others is neither in the list nor in a number."""
    visitor = served.visitor("fang.huiyin")

    def badge() -> int:
        page = visitor.get("/cases").text
        found = re.search(r'<li><a href="/tasks".*?</a>', page, re.DOTALL)
        assert found
        number = re.search(r'class="tag[^"]*">(\d+)', found[0])
        return int(number[1]) if number else 0

    task = add(served, "record-return-visit", claimed_by="fang.huiyin", assignee="fang.huiyin")
    assert badge() == 1 == len(keys_on(visitor, "mine"))
    restrict_to(served.office, task.complaint_id, "cha.fenming")
    assert badge() == 0 == len(keys_on(visitor, "mine"))


def test_filters_narrow_rows_and_counts_and_stay_in_the_tabs(served: ServedOffice) -> None:
    """UX-51: by number, stage, respondent and lateness."""
    task = add(served)
    number = re.search(r'data-complaint-number="([^"]+)"', served.visitor(CLERK).get("/tasks?tab=pool").text)
    assert number
    clerk = served.visitor(CLERK)
    page = clerk.get(f"/tasks?tab=pool&number={number[1]}")
    assert len(set(re.findall(r'data-row="(\d+)"', page.text))) == 1
    assert f"number={number[1]}" in page.text.split('class="tabs"')[1].split("</nav>")[0]
    assert task.user_task_key not in clerk.get("/tasks?tab=pool&stage=feedback").text
    assert "没有符合筛选条件的任务" in text_of(clerk.get("/tasks?tab=pool&late=1"))


def test_a_list_asks_for_what_is_new_and_a_poll_is_no_look_of_a_person(served: ServedOffice) -> None:
    """UX-41: an unchanged list is not sent again; a page left open keeps nobody signed in."""
    visitor = served.visitor(CLERK)
    sessions = {
        row.token_sha256: row.last_seen_at for row in served.office.rows(LoginSession, staff_id=CLERK)
    }
    with served.office.unit_of_work() as unit:
        for row in unit.session.query(LoginSession):
            row.last_seen_at -= IDLE_ALREADY
    poll = {"X-Fragment": "1"}
    first = visitor.client.get("/tasks?tab=pool", headers=poll)
    assert "<html" not in first.text
    assert first.headers["etag"]
    again = visitor.client.get("/tasks?tab=pool", headers={**poll, "If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    seen = {row.token_sha256: row.last_seen_at for row in served.office.rows(LoginSession, staff_id=CLERK)}
    assert all(seen[token] < at for token, at in sessions.items())


def test_the_page_shows_a_new_task_by_itself_and_keeps_ticks_and_focus(
    served: ServedOffice, browser: Browser
) -> None:
    """UX-41, wish 12: the part is replaced, the place of who works in it is not, and a sentence says how many are new."""
    first = add(served)
    with served.page(browser, 1366, COLLEAGUE) as page:
        page.clock.install()
        page.goto("/tasks?tab=pool")
        page.locator(f"#tick-{first.user_task_key}").check()
        page.locator(f"#task-{first.user_task_key}").focus()
        new = add(served)
        page.clock.run_for(21_000)
        expect(page.locator(f'[data-row="{new.user_task_key}"]')).to_be_visible()
        expect(page.get_by_role("status")).to_contain_text("新增 1 件")
        expect(page.locator(f"#tick-{first.user_task_key}")).to_be_checked()
        expect(page.locator(f"#task-{first.user_task_key}")).to_be_focused()
        expect(page.locator("[data-ticks-all]")).to_be_visible()
