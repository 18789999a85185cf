"""Figures as the real web server sends them: away, counted, opened in the ledger, held by a writer, refused."""

from __future__ import annotations

import fcntl
import re

from models.case.complaint import Complaint
from services.figures.append_step import append_figures_step
from tests.served_office import ServedOffice
from tests.web.pages import text_of
from tests.web_staff.cases import restrict_to

SUPERVISOR, HANDLER = "jian.rujing", "xun.wenshi"
PAGE = "/figures?span=month&at=2026-09-07&by=channel"
AWAY = "统计数据"


def append(served: ServedOffice) -> None:
    """What the workers do every 15 seconds."""
    while append_figures_step(served.office.unit_of_work):
        pass


def total_of(page: str) -> int:
    """The number of all complaints on the last line of the table."""
    [line] = re.findall(r"<tfoot>.*?</tfoot>", page, re.DOTALL)
    [number, *_] = re.findall(r'class="amount">(?:<a [^>]*>)?([\d,]+)<', line)
    return int(number.replace(",", ""))


def test_a_complaint_is_counted_once_it_was_appended_and_opens_in_the_ledger(
    served_office: ServedOffice,
) -> None:
    served_office.office.file(address="198.51.105.1", name="欧阳统计", content="窗口无人，统计前登记。")
    supervisor = served_office.visitor(SUPERVISOR)
    append(served_office)
    before = total_of(supervisor.get(PAGE).text)
    case = served_office.office.file(
        address="198.51.105.2", name="司马入册", content="窗口无人，统计后登记。"
    )
    assert total_of(supervisor.get(PAGE).text) == before
    append(served_office)
    page = supervisor.get(PAGE).text
    assert total_of(page) == before + 1
    assert "欧阳统计" not in page
    assert "司马入册" not in page
    [row] = served_office.office.rows(Complaint, id=case.complaint_id)
    opened = re.findall(r'href="(/ledger\?[^"]*)"', page)
    assert any(row.number in supervisor.get(link.replace("&amp;", "&")).text for link in opened)


def test_every_figure_says_what_it_means_in_both_languages(served_office: ServedOffice) -> None:
    supervisor = served_office.visitor(SUPERVISOR)
    append(served_office)
    told = text_of(supervisor.get(PAGE))
    assert "本期尚未结束" in told
    for word in ("满意率", "按时办结率", "响应率", "解决率", "重办率", "未取得评价"):
        assert word in told, word
    english = text_of(supervisor.get(f"{PAGE}&lang=en"))
    assert "figure_means" not in told + english
    assert "figure." not in told + english
    supervisor.get(f"{PAGE}&lang=zh")


def test_a_page_says_that_figures_are_away_while_another_process_writes_them(
    served_office: ServedOffice,
) -> None:
    supervisor = served_office.visitor(SUPERVISOR)
    append(served_office)
    with (served_office.office.folder / "run" / "figures.lock").open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        page = supervisor.get(PAGE)
    assert page.status_code == 200
    assert "<tfoot>" not in page.text
    assert AWAY in text_of(page)
    assert "<tfoot>" in supervisor.get(PAGE).text


def test_figures_are_refused_to_whoever_supervises_nothing(served_office: ServedOffice) -> None:
    refused = served_office.visitor(HANDLER).get(PAGE)
    assert refused.status_code == 403
    assert "<tfoot>" not in refused.text


def test_what_cannot_be_asked_for_is_left_out_and_nothing_breaks(served_office: ServedOffice) -> None:
    supervisor = served_office.visitor(SUPERVISOR)
    append(served_office)
    for odd in (
        "at=2026-99-99",
        "span=century",
        "by=')%3B drop table",
        "unit=%27 or 1=1 --",
        "window=" + "窗" * 90,
    ):
        page = supervisor.get(f"/figures?{odd}")
        assert page.status_code == 200, odd
        assert "<h1" in page.text, odd
    for begins in ("2026-01-01", "2026-01-05"):
        # A slip in the year: the period before it would begin before all years.
        for at in ("/figures", "/analysis/limits"):
            page = supervisor.get(f"{at}?span=days&from={begins}&until=6026-12-31")
            assert page.status_code == 200 and "<h1" in page.text, (at, begins)


def test_what_is_for_named_readers_alone_is_in_no_count_of_another_supervisor(
    served_office: ServedOffice,
) -> None:
    supervisor = served_office.visitor(SUPERVISOR)
    append(served_office)
    before = total_of(supervisor.get(PAGE).text)
    case = served_office.office.file(
        address="198.51.105.3", name="诸葛限阅", content="窗口无人，仅限指定人员查阅。"
    )
    restrict_to(served_office.office, case.complaint_id, "zong.lanyun")
    append(served_office)
    assert total_of(supervisor.get(PAGE).text) == before
    for link in ("by=handling_unit", "by=received_hour", "span=days&from=2026-09-01&until=2026-09-30"):
        assert total_of(supervisor.get(f"{PAGE}&{link}").text) == before, link
    assert total_of(served_office.visitor("zong.lanyun").get(PAGE).text) == before + 1
