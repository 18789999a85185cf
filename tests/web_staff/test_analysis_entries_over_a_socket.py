"""Problems of their own, lost limits and time in each stage over a real socket, from forms of staff to rows of the ledger."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import timedelta

import httpx
import pytest
from playwright.sync_api import Browser, expect

from models.case.complaint import Complaint
from models.case.matter import Matter
from models.clock.legal_time import beijing_date
from models.ground.codes import Category
from models.ground.errors import InvalidInput
from models.ledger.trail_event import TrailEvent
from models.office.service_window import ServiceWindow
from models.office.transaction_volume import TransactionVolume
from services.figures.append_step import append_figures_step
from tests.accepted_row import ACCEPTED_ROW
from tests.full_office import FullOffice
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import submit
from tests.web.pages import text_of

SUPERVISOR, HANDLER, CLERK = "jian.rujing", "xun.wenshi", "wen.rusheng"
PAGE = "/analysis/problems?span=month&at=2026-09-07"
DECIDED = {"category": "bad_attitude", "route": "intervene", "complexity": "simple"}
FOUND = {
    "finding": "substantiated",
    "facts": "三次要求补交同一份材料",
    "heard": "当面听取了窗口说明",
    "uncited_reason": "录像在卷",
    "responsibility": "unit",
}


def file(office: FullOffice, address: str, **told: object) -> str:
    """A complaint whose first matter is that material was asked for again and again, accepted."""
    case = office.file(address=address, name="欧阳材料").complaint_id
    rows = [{**ACCEPTED_ROW, **told}, ACCEPTED_ROW]
    submit(office, case, "decide-acceptance", CLERK, **DECIDED, matters=rows)
    return case


def append(served: ServedOffice) -> None:
    while append_figures_step(served.office.unit_of_work):
        pass


def test_what_staff_enter_of_a_problem_is_counted_and_opens_its_cases(served_office: ServedOffice) -> None:
    """R107: asked for the same material again: entered at the acceptance, corrected by the investigation, counted, opened."""
    office, supervisor = served_office.office, served_office.visitor(SUPERVISOR)
    case = file(office, "198.51.106.1", problem="repeated_materials", times_told=5)
    [first, second] = office.rows(Matter, complaint_id=case)
    assert (first.category, first.times_told, second.category) == (Category.REPEATED_MATERIALS, 5, None)
    submit(office, case, "assign-handler", CLERK, handler_id=HANDLER)
    rows = [
        {**FOUND, "problem": "repeated_materials", "times_found": 3},
        {**FOUND, "finding": "not_substantiated"},
    ]
    submit(office, case, "record-findings", HANDLER, methods=["documents"], matters=rows)
    [first, _] = office.rows(Matter, complaint_id=case)
    assert (first.times_told, first.times_found) == (5, 3)
    append(served_office)
    page = supervisor.get(PAGE)
    told = text_of(page)
    for words in ("单列问题", "反复提交材料", "所述次数", "查明次数", "本中心办理中自行统计", "欧阳材料"):
        assert (words in told) is (words != "欧阳材料"), words
    [row] = office.rows(Complaint, id=case)
    opened = [
        html.unescape(link) for link in re.findall(r'href="(/ledger\?[^"]*problem=repeated[^"]*)"', page.text)
    ]
    assert any("problem_true=yes" in link for link in opened)
    for link in opened:
        assert row.number in supervisor.get(link).text, link
    assert row.number not in supervisor.get(opened[0].replace("repeated_materials", "buck_passing")).text
    by_times = supervisor.get(f"{PAGE}&by=times")
    assert "5次" in text_of(by_times)
    assert "所述5次 · 查明3次" in text_of(supervisor.get(f"/cases/{case}/matters"))


def test_a_number_without_a_problem_is_refused_at_its_field(served_office: ServedOffice) -> None:
    with pytest.raises(InvalidInput) as refused:
        file(served_office.office, "198.51.106.2", times_told=2)
    assert refused.value.errors == {"matters.0.problem": "REQUIRED"}


def test_problems_are_refused_to_whoever_supervises_nothing_and_odd_questions_break_nothing(
    served_office: ServedOffice,
) -> None:
    append(served_office)
    assert served_office.visitor(HANDLER).get(PAGE).status_code == 403
    supervisor = served_office.visitor(SUPERVISOR)
    for odd in (
        "at=2026-99-99",
        "by=')%3B drop table",
        "unit=%27 or 1=1 --",
        "day=answered_on",
        "span=days&from=x",
    ):
        assert supervisor.get(f"/analysis/problems?{odd}").status_code == 200, odd
    english = text_of(supervisor.get(f"{PAGE}&lang=en"))
    supervisor.get(f"{PAGE}&lang=zh")
    assert not re.search(r"problem_(means|figure)|analysis_page|ledger_mark", english)
    ledger = (
        "/ledger?problem=buck_passing&problem_unit=%27&problem_times=x&lost_limit=nothing&mark=asked_again"
    )
    assert supervisor.get(ledger).status_code == 200
    for times in ("99999999999999999999", "2147483648", "-"):
        odd = f"/ledger?problem=buck_passing&problem_times={times}"
        assert supervisor.get(odd).status_code == 200, odd


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("limits", ("超过的时限", "重新办理", "重复投诉", "重办率")),
        ("stages", ("各环节用时", "瓶颈", "占比")),
    ],
)
def test_limits_and_stages_say_what_they_count_and_are_refused_to_others(
    served_office: ServedOffice, path: str, words: tuple[str, ...]
) -> None:
    case = file(served_office.office, f"198.51.106.{len(path)}", problem="buck_passing")
    append(served_office)
    assert served_office.visitor(HANDLER).get(f"/analysis/{path}").status_code == 403
    supervisor = served_office.visitor(SUPERVISOR)
    page = supervisor.get(f"/analysis/{path}?span=month&at=2026-09-07")
    told = text_of(page)
    assert [word for word in words if word not in told] == []
    assert "欧阳材料" not in told
    if path == "stages":
        [row] = served_office.office.rows(Complaint, id=case)
        listed = supervisor.get(f"/analysis/{path}?span=month&at=2026-09-07&stage=intake")
        assert row.number in text_of(listed)
    for odd in ("at=2026-99-99", "stage=%27", "unit=%27 or 1=1 --", "day=answered_on"):
        assert supervisor.get(f"/analysis/{path}?{odd}").status_code == 200, odd
    english = text_of(supervisor.get(f"/analysis/{path}?lang=en"))
    supervisor.get(f"/analysis/{path}?lang=zh")
    assert not re.search(r"(lost|stage)_(means|figure)|analysis_page|clock_kind\.", english)


def test_numbers_of_cases_without_a_handling_unit_open_them_too(served_office: ServedOffice) -> None:
    """As many as the number says, at every page by handling unit; what is narrowed to none stays so."""
    office, supervisor = served_office.office, served_office.visitor(SUPERVISOR)
    case, place = office.file(address="198.51.106.11").complaint_id, "span=month&at=2026-09-07"
    [row] = office.rows(Complaint, id=case)
    assert row.handling_unit is None
    append(served_office)
    page = supervisor.get(f"/analysis/limits?{place}").text
    links = {html.unescape(link) for link in re.findall(r'href="(/ledger\?[^"]*)"', page)}
    (of_none,) = [link for link in links if link.endswith("without=handling_unit")]
    opened = supervisor.get(of_none)
    assert row.number in opened.text
    [told] = re.findall(rf'href="{re.escape(html.escape(of_none))}">(\d+)<', page)
    without = [one for one in office.rows(Complaint) if one.handling_unit is None]
    assert int(told) == len(without)
    narrowed = supervisor.get(f"/analysis/limits?{place}&unit=-")
    assert "承办单位" in text_of(narrowed) and html.escape(of_none) in narrowed.text
    waited = supervisor.get(f"/analysis/stages?{place}&unit=-&stage=intake")
    assert waited.status_code == 200 and '<option value="-" selected>' in waited.text


def test_charts_of_every_page_are_drawn_and_leave_for_a_purpose_and_on_record(
    served_office: ServedOffice, browser: Browser
) -> None:
    case = file(served_office.office, "198.51.106.9", problem="inconsistent_policy", times_told=4)
    append(served_office)
    supervisor, place = served_office.visitor(SUPERVISOR), "span=month&at=2026-09-07"
    [row] = served_office.office.rows(Complaint, id=case)
    for path, charts, head in (
        ("problems", ("problems",), "被投诉单位 · 问题"),
        ("limits", ("limits-again",), "承办单位"),
        ("stages", ("stages", "stages-by-unit"), "阶段"),
    ):
        page = supervisor.get(f"/analysis/{path}?{place}").text
        links = [html.unescape(link) for link in re.findall(r'href="(/analysis/table\?[^"]*)"', page)]
        assert [chart for chart in charts if not any(f"chart={chart}" in link for link in links)] == []
        lines = take(served_office, next(link for link in links if link.endswith(f"chart={charts[0]}")))
        assert lines[0][0] == head
        assert len(lines) > 1
        assert {len(line) for line in lines} == {len(lines[0])}
        assert "欧阳" not in str(lines)
    problems = take(served_office, f"/analysis/table?of=problems&{place}&by=unit&chart=problems")
    [line] = [line for line in problems if line[0] == "合计 · 政策口径不一"]
    assert line[1:5] == ["1", "1", "4", "1"]
    with served_office.page(browser, 1366, SUPERVISOR) as page:
        page.goto(f"/analysis/problems?{place}")
        expect(page.locator("#chart-problems")).to_have_attribute("data-ready", "true")
        page.goto(f"/analysis/stages?{place}")
        expect(page.locator("#chart-stages")).to_have_attribute("data-ready", "true")
        page.locator("#chart-stages tbody a").first.press("Enter")
        expect(page.locator("#waited")).to_be_visible()
    assert row.number not in str(problems)


def take(served: ServedOffice, link: str) -> list[list[str]]:
    """The lines of the table behind a link; what it was taken for is on record."""
    supervisor = served.visitor(SUPERVISOR)
    form = supervisor.get(link).text
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    assert supervisor.post("/analysis/table", {**fields, "purpose": "看"}).status_code == 422
    before = len(served.office.rows(TrailEvent, kind="list.exported"))
    taken = supervisor.post("/analysis/table", {**fields, "purpose": "上官科长月度分析"})
    [event] = served.office.rows(TrailEvent, kind="list.exported")[before:]
    assert (event.payload["chart"], event.payload["purpose"]) == (fields["chart"], "上官科长月度分析")
    return list(csv.reader(io.StringIO(taken.content.decode("utf-8-sig"))))


def test_a_table_of_transactions_is_taken_in_or_told_what_is_wrong_of_it(served_office: ServedOffice) -> None:
    supervisor, path = served_office.visitor(SUPERVISOR), "/analysis/rates/volumes"
    assert served_office.visitor(HANDLER).get(path).status_code == 403
    window = served_office.office.rows(ServiceWindow)[0]
    head, row = "单位,窗口号,月份,办件量\n", f"{window.unit},{window.code},2026-08,"

    def send(text: str) -> httpx.Response:
        file = {"file": ("办件量.csv", text.encode(), "text/csv")}
        return supervisor.post(path, {}, files=file)

    refused = send(f"{head}{row}很多\n没有的单位,,2026-08,5\n")
    assert refused.status_code == 422
    for words in ("没有导入任何一行", "不是0至10,000,000的整数", "名录中没有"):
        assert words in text_of(refused), words
    assert served_office.office.rows(TransactionVolume) == []
    assert send("甲,乙\n1,2\n").status_code == 422
    taken = send(f"{head}{row}3\n")
    assert taken.status_code in (200, 303)
    told = text_of(supervisor.get(path))
    assert "2026-08" in told
    append(served_office)
    today = beijing_date(served_office.office.clock.now())
    last = today.replace(day=1) - timedelta(days=1)
    opens = text_of(supervisor.get("/analysis/rates"))
    assert last.isoformat() in opens, "it opens on the last month that has ended"
    assert last.isoformat() in text_of(supervisor.get(f"/analysis/rates?span=year&at={last.isoformat()}"))
    page = supervisor.get("/analysis/rates?span=month&at=2026-08-01")
    assert window.code in text_of(page)
    assert take(served_office, "/analysis/table?of=rates&span=month&at=2026-08-01&by=windows&chart=rates")[0][
        2:5
    ] == ["办件量", "每千件", "区间下限"]
    september = text_of(supervisor.get("/analysis/rates?span=month&at=2026-09-01"))
    assert "没有完整的办件量" in september or "本期没有投诉件" in september
    for odd in ("at=x", "span=days&from=2026-01-02", "by=%27"):
        assert supervisor.get(f"/analysis/rates?{odd}").status_code == 200, odd
    english = text_of(supervisor.get("/analysis/rates?lang=en")) + text_of(supervisor.get(f"{path}?lang=en"))
    supervisor.get("/analysis/rates?lang=zh")
    assert not re.search(r"rate_(means|figure)|volume_column|analysis_page", english)
