"""Charts as the real web server and a browser show them: drawn from their table, opened, taken away, away, refused."""

from __future__ import annotations

import csv
import fcntl
import html
import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from api.staff.chart import Chart, ChartKind, ChartRow, count_cell, number_cell
from models.ledger.trail_event import TrailEvent
from services.figures.append_step import append_figures_step
from tests.names_nobody import assert_names_nobody
from tests.served_office import ServedOffice
from tests.web.pages import text_of

SUPERVISOR, HANDLER = "jian.rujing", "xun.wenshi"
PARETO = "/analysis?of=pareto&by=channel"
PURPOSE = "司马部门月度分析会"


@pytest.fixture(scope="module")
def counted(served_office: ServedOffice) -> ServedOffice:
    """A complaint of ours is in the store, beside those of other tests."""
    served_office.office.file(address="198.51.107.1", name="欧阳图表", content="窗口无人，图表前登记。")
    while append_figures_step(served_office.office.unit_of_work):
        pass
    return served_office


def test_a_number_of_a_file_has_all_of_its_digits() -> None:
    chart = Chart(
        code="a",
        kind=ChartKind.COLUMNS,
        title="",
        told="",
        shows="",
        first="",
        columns=(),
        rows=(ChartRow("x", (count_cell(1_234_567), number_cell(123_456.78), number_cell(None))),),
        totals=(ChartRow("合计", (count_cell(2),)),),
        cut="前1项，共9项。",
    )
    assert list(chart.as_lines()) == [
        ["x", "1234567", "123456.8", "–"],
        ["合计", "2"],
        ["前1项，共9项。"],
    ]


def test_a_chart_is_a_table_whose_numbers_open_their_cases(counted: ServedOffice) -> None:
    supervisor = counted.visitor(SUPERVISOR)
    page = supervisor.get(PARETO).text
    assert "欧阳图表" not in page
    opened = re.findall(r'<td class="amount" data-value="(\d+)"><a href="(/ledger\?[^"]*)">', page)
    assert opened
    for number, address in opened:
        ledger = text_of(supervisor.get(html.unescape(address)))
        assert re.search(rf"\b{int(number):,} ?投诉件|共 ?{int(number):,} ", ledger), (number, address)
    narrowed = text_of(supervisor.get(f"{PARETO}&channel=portal&lateness=running"))
    assert re.search(r"按收到日期 · 渠道：\S+ · ", narrowed), "a picture says what it is narrowed to"
    english = text_of(supervisor.get(f"{PARETO}&lang=en"))
    assert "Complaints by Channel, the most first" in english
    assert "analysis_does" not in english
    supervisor.get(f"{PARETO}&lang=zh")


def test_the_table_of_a_chart_leaves_for_a_purpose_and_on_record(counted: ServedOffice) -> None:
    supervisor = counted.visitor(SUPERVISOR)
    [link] = re.findall(r'href="(/analysis/table\?[^"]*)"', supervisor.get(PARETO).text)
    form = supervisor.get(html.unescape(link)).text
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    before = len(counted.office.rows(TrailEvent, kind="list.exported"))
    refused = supervisor.post("/analysis/table", {**fields, "purpose": "看"})
    assert refused.status_code == 422
    assert len(counted.office.rows(TrailEvent, kind="list.exported")) == before
    taken = supervisor.post("/analysis/table", {**fields, "purpose": PURPOSE})
    assert taken.headers["Content-Type"].startswith("text/csv")
    assert_names_nobody(taken.content, ("欧阳图表", "图表前登记", "199-0000-0201"))
    lines = list(csv.reader(io.StringIO(taken.content.decode("utf-8-sig"))))
    assert lines[0] == ["渠道", "投诉件数", "占比", "累计占比"]
    assert lines[-1][-1] == "100"
    [event] = counted.office.rows(TrailEvent, kind="list.exported")[before:]
    assert event.payload["chart"] == "pareto"
    assert event.payload["purpose"] == PURPOSE
    assert event.payload["number"] == len(lines) - 1


def test_a_browser_draws_the_chart_and_hands_it_out_as_a_picture(
    counted: ServedOffice, browser: Browser, tmp_path: Path
) -> None:
    with counted.page(browser, 1366, SUPERVISOR) as page:
        page.goto(PARETO)
        figure = page.locator("#chart-pareto")
        expect(figure).to_have_attribute("data-ready", "true")
        drawing = figure.get_by_role("img")
        expect(drawing).to_have_accessible_name(re.compile("柱形图.*下方表格"))
        assert count_colours(drawing.screenshot()) > 20
        with page.expect_download() as waited:
            figure.get_by_role("button", name="图片").click()
        waited.value.save_as(tmp_path / "pareto.png")
        with Image.open(tmp_path / "pareto.png") as picture:
            assert (picture.format, picture.size) == ("PNG", (2560, 1280))
        assert count_colours((tmp_path / "pareto.png").read_bytes()) > 20


def test_trend_and_heat_are_drawn_say_what_stands_out_and_open_their_cases(
    counted: ServedOffice, browser: Browser
) -> None:
    """R68: trends, patterns, hot hours and main problem types as charts, in words and in tables."""
    with counted.page(browser, 390, SUPERVISOR) as page:
        page.goto("/analysis")
        for tab, code, told in (
            ("趋势", "trend", "尚未结束，不作判断"),
            ("高发时段", "hours", "在非办公时间收到"),
            ("主要问题", "pareto", ""),
        ):
            page.get_by_role("navigation", name="定量分析").get_by_role("link", name=tab).click()
            figure = page.locator(f"#chart-{code}")
            expect(figure).to_have_attribute("data-ready", "true")
            assert count_colours(figure.locator("[data-chart-drawing]").screenshot()) > 15
            expect(figure).to_contain_text(told)
        page.goto("/analysis?of=hours")
        number = page.locator("#chart-hours tbody tr:last-child td:last-child a")
        total = number.inner_text()
        number.press("Enter")
        expect(page.locator(".tiles")).to_contain_text(total)


def count_colours(picture: bytes) -> int:
    """Of what is drawn and not one colour; letters alone have many shades of one."""
    return len(Image.open(io.BytesIO(picture)).convert("RGB").getcolors(1 << 20) or [])


def test_a_page_without_its_store_says_so_and_odd_questions_break_nothing(counted: ServedOffice) -> None:
    supervisor = counted.visitor(SUPERVISOR)
    with (counted.office.folder / "run" / "figures.lock").open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        page = supervisor.get(PARETO)
    assert page.status_code == 200
    assert "统计数据" in text_of(page)
    assert "data-chart=" not in page.text
    empty = supervisor.get(f"{PARETO}&span=month&at=2001-01-01")
    assert "没有符合" in text_of(empty)
    assert "charts-" not in re.sub(r"charts-\w+\.css", "", empty.text), "the script is for pages with a chart"
    for odd in ("of=nothing", "of=pareto&by=')%3B--", "span=century&at=2026-99-99", "day=answered_on"):
        assert supervisor.get(f"/analysis?{odd}").status_code == 200, odd
    unknown = {"of": "pareto", "chart": "nothing", "purpose": PURPOSE}
    assert supervisor.post("/analysis/table", unknown).status_code == 404


def test_charts_are_refused_to_whoever_supervises_nothing(counted: ServedOffice) -> None:
    handler = counted.visitor(HANDLER)
    assert handler.get(PARETO).status_code == 403
    assert handler.get("/analysis/table?of=pareto&chart=pareto").status_code == 403
    assert (
        handler.post("/analysis/table", {"of": "pareto", "chart": "pareto", "purpose": PURPOSE}).status_code
        == 403
    )
