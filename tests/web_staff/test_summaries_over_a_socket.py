"""A summary through the real web server: a month ends, it is proposed once, released by a person; changes stand beside it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from models.ground.codes import Category, Channel
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from models.office.office_task import OfficeTask
from models.office.periodic_summary import PeriodicSummary, SummaryEdition
from models.vault.keyring import Keyring
from services.summaries.summaries_step import Looked, summaries_step
from tests.names_nobody import assert_names_nobody
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.unit.openness.released_months import release
from tests.unit.services.summarised_cases import Lived, live, visit
from tests.web.letter_words import letter_words
from tests.web.pages import text_of
from tests.web_staff.guided import assert_guided

SUPERVISOR, DIRECTOR, CLERK = "jian.rujing", "zong.lanyun", "wen.rusheng"
AT, NAME = "/summaries/2026-09", "欧阳翠莲"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("summaries"), sqlite_office_template) as served:
        yield served


@pytest.fixture(scope="module")
def case(served: ServedOffice) -> str:
    """September is over: one complaint filed by name, one letter that was closed, and nobody rated it."""
    office = served.office
    office.file(name=NAME)
    case = live(
        office,
        Lived(
            "2026-09-08T09:00",
            closed="2026-09-18T09:00",
            contacted="2026-09-08T10:00",
            decided="2026-09-09T10:00",
            answered="2026-09-16T10:00",
            channel=Channel.LETTER,
            category=Category.BUCK_PASSING,
        ),
    )
    assert "还没有汇总" in text_of(served.visitor(SUPERVISOR).get("/summaries"))
    office.clock.set("2026-10-01T08:00")
    return case


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


def decide(visitor: SocketVisitor, decision: str, words: str = "") -> tuple[int, str]:
    seen = seen_on(visitor.get(AT).text)
    sent = visitor.post(f"{AT}/decision", {"decision": decision, "words": words, "seen": seen})
    return sent.status_code, sent.text


def test_a_month_is_summarised_released_and_frozen(served: ServedOffice, case: str) -> None:
    """R67: by number, type, source, department, result and time taken, when the month is over."""
    supervisor, director = served.visitor(SUPERVISOR), served.visitor(DIRECTOR)
    assert "有2期已结束" in text_of(supervisor.get("/summaries"))
    for _ in range(2):
        summaries_step(served.office.unit_of_work, Looked())
    assert {row.id for row in served.office.rows(PeriodicSummary)} == {"2026-09", "2026-Q3"}
    page = supervisor.get(AT).text
    told = text_of(supervisor.get(AT))
    for words in (
        "收到件数办结件数其中逾期上期收到件数环比上年同期收到件数同比",
        "全部投诉件210",
        "推诿扯皮110",
        "信函110",
        "云河市人力资源和社会保障局（驻厅）",
        "C03",
        "受理1",
        "8至15日1",
        "按时办结率50.0%1／2",
        "满意率–0／0",
        "未取得评价100.0%1／1",
        "计算口径",
    ):
        assert words in told.replace(" ", "").replace("\n", ""), words
    assert NAME not in page
    assert "/cases?category=buck_passing&amp;from=2026-09-01&amp;until=2026-09-30" in page
    status, refused = decide(supervisor, "return")
    assert status == 422
    assert "此项必填" in refused
    assert decide(supervisor, "return", "九月的来信还没有登记完。")[0] == 303
    assert "九月的来信还没有登记完。" in supervisor.get(AT).text
    summaries_step(served.office.unit_of_work, Looked())
    assert decide(director, "release")[0] == 303
    (edition,) = served.office.rows(SummaryEdition)
    assert edition.digest in director.get(AT).text
    assert "第1版，已固定" in text_of(director.get(AT))
    stale = supervisor.post(f"{AT}/decision", {"decision": "return", "words": "晚了", "seen": edition.digest})
    assert stale.status_code == 409
    events = served.office.rows(TrailEvent)
    kinds = [row.kind for row in events if row.payload.get("summary") == "2026-09"]
    assert kinds == ["summary.proposed", "summary.returned", "summary.recomputed", "summary.released"]


def test_workbook_and_paper_say_what_the_page_says(served: ServedOffice, case: str) -> None:
    """From the frozen figures; the paper is the same bytes each time, with its digest on the trail."""
    summaries_step(served.office.unit_of_work, Looked())
    supervisor = served.visitor(SUPERVISOR)
    why = {"purpose": "季度例会材料"}
    assert supervisor.post(f"{AT}/9/summary.pdf", why).status_code == 404
    if not served.office.rows(SummaryEdition):
        decide(supervisor, "release")
    told = "".join(text_of(supervisor.get(f"{AT}?edition=1")).split())
    for kind in ("xlsx", "pdf"):
        few = supervisor.post(f"{AT}/1/summary.{kind}", {"purpose": "看"})
        assert (few.status_code, 'href="#purpose"' in few.text) == (422, True), kind
    assert served.office.rows(TrailEvent, kind="summary.exported") == []
    taken_out = supervisor.post(f"{AT}/1/summary.xlsx", why).content
    assert_names_nobody(taken_out, (NAME, "199-0000-0201", "办事员态度生硬"))
    book = CalamineWorkbook.from_filelike(BytesIO(taken_out))
    assert {"总量", "按投诉类别", "按被投诉单位", "比率"} <= set(book.sheet_names)
    paper = supervisor.post(f"{AT}/1/summary.pdf?lang=en", why)
    words = letter_words(paper)
    for name in ("总量", "按投诉类别", "按投诉来源", "按被投诉单位", "按处理结果", "按办理用时", "比率"):
        for row in book.get_sheet_by_name(name).to_python()[1:]:
            cells = "".join("".join(str(cell).split()) for cell in row)
            assert cells in told, cells
            assert cells in words, cells
    assert "计算口径：" in words
    assert NAME not in words
    (edition, *_) = served.office.rows(SummaryEdition)
    # A place to break a long word at is no letter of it.
    assert edition.digest in words.replace("\u200b", "")
    assert supervisor.post(f"{AT}/1/summary.pdf", why).content == paper.content
    taken = [row.payload for row in served.office.rows(TrailEvent, kind="summary.exported")]
    assert [payload["format"] for payload in taken[:2]] == ["xlsx", "pdf"]
    assert {payload["purpose"] for payload in taken} == {"季度例会材料"}
    assert taken[1]["file"] == hashlib.sha256(paper.content).hexdigest()
    assert served.visitor(CLERK).post(f"{AT}/1/summary.xlsx", why).status_code == 403


def test_a_late_return_visit_stands_beside_the_released_figures(served: ServedOffice, case: str) -> None:
    summaries_step(served.office.unit_of_work, Looked())
    supervisor = served.visitor(SUPERVISOR)
    if not served.office.rows(SummaryEdition):
        decide(supervisor, "release")
    visit(served.office, case, "2026-10-01T09:00", 1, is_solved=False)
    summaries_step(served.office.unit_of_work, Looked())
    assert "发布后有变动" in text_of(supervisor.get("/summaries"))
    told = text_of(supervisor.get(AT)).replace(" ", "").replace("\n", "")
    assert "比率·满意率·总数01" in told
    assert "满意率–0／0" in told, "the released figure stays"
    assert supervisor.post(f"{AT}/correction").status_code == 303
    told = text_of(supervisor.get(AT)).replace(" ", "").replace("\n", "")
    assert "满意率0.0%0／1" in told
    assert "满意率–0／0" in text_of(supervisor.get(f"{AT}?edition=1")).replace(" ", "").replace("\n", "")
    assert decide(supervisor, "release")[0] == 303
    assert [row.no for row in served.office.rows(SummaryEdition)] == [1, 2]


def test_a_summary_that_waits_stands_among_the_tasks_and_its_decision_ends_the_task(
    served: ServedOffice, case: str
) -> None:
    """The task opens the page with the figures, and what law, ethics and talk ask beside them.

    It leaves the list with the decision, and the engine is told once.
    """
    summaries_step(served.office.unit_of_work, Looked())
    quarter, key = "2026-Q3", "2251799813685901"
    with served.office.unit_of_work() as unit:
        row = unit.session.get_one(PeriodicSummary, quarter)
        row.waiting_in = "2251799813685900"
        task = OfficeTask(user_task_key=key, process_instance_key=row.waiting_in, page="summary")
        task.subject_id, task.candidate_groups = quarter, ["supervisor", "director"]
        task.since = unit.clock.now()
        unit.session.add(task)
    director = served.visitor(DIRECTOR)
    listed = director.get("/tasks")
    for words in ("机构任务", "决定是否发布汇总", "2026年第3季度"):
        assert words in text_of(listed), words
    assert f'href="/summaries/{quarter}"' in listed.text
    assert "机构任务" not in text_of(served.visitor(CLERK).get("/tasks"))
    page = director.get(f"/summaries/{quarter}")
    assert "“定期汇总”流程的一项任务正等待此决定" in text_of(page)
    assert_guided(page.text, "summary")
    form = {"decision": "release", "words": "", "seen": seen_on(page.text)}
    for _ in range(2):
        assert director.post(f"/summaries/{quarter}/decision", form).status_code == 303
    assert "机构任务" not in text_of(director.get("/tasks"))
    (message,) = served.office.rows(OutboxRow, dedupe_key=f"complete:{key}")
    assert message.payload["variables"] == {}


def test_who_does_not_supervise_finds_none(served: ServedOffice, case: str) -> None:
    for address in ("/summaries", AT):
        assert served.visitor(CLERK).get(address).status_code == 403
    assert served.visitor(SUPERVISOR).get("/summaries/none").status_code == 404


def test_an_edition_of_the_earlier_rule_says_how_it_was_counted(served: ServedOffice, case: str) -> None:
    """Page and paper of what was released stay true when the rule is another one."""
    with served.office.unit_of_work() as unit:
        release(date(2026, 5, 1), Counter(), unit, counted=1)
        release(date(2026, 6, 1), Counter(), unit)
    supervisor = served.visitor(SUPERVISOR)
    earlier, later = "先后计算的两个月各计一次", "此后答复、办结也不再移动"
    for month, told, other in (("2026-05", earlier, later), ("2026-06", later, earlier)):
        page = text_of(supervisor.get(f"/summaries/{month}"))
        paper = letter_words(supervisor.post(f"/summaries/{month}/1/summary.pdf", {"purpose": "月度例会"}))
        for words in (page, paper):
            assert told in words and other not in words, month
