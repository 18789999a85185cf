"""A year in public, over the real server: twelve released months, a report by two people, read as page and as PDF."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from models.ground.public_codes import PublicTable
from models.ground.small_group import SMALLEST_GROUP
from models.ground.summary_codes import SummarySection
from models.ledger.trail_event import TrailEvent
from models.office.annual_report import AnnualReport
from models.office.public_period import PublicPeriod
from models.vault.keyring import Keyring
from services.openness.protect import is_safe
from services.openness.publish_step import publish_step, read_year
from services.openness.year import row_apart
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.unit.openness.released_months import figures_of_month, release
from tests.web.letter_words import letter_words
from tests.web.pages import text_of

SUPERVISOR, DIRECTOR, CLERK = "jian.rujing", "zong.lanyun", "wen.rusheng"
_STATES = ("proposed", "returned", "proposed", "published", "taken_down", "proposed", "published")
FOREWORD = "2025年，中心共受理群众投诉，逐件答复。\n欧阳主任多次督办。"


def figures(month: int, chance: random.Random):
    draw = chance.randrange
    channels = {"portal": draw(8, 20), "phone": draw(3, 9), "letter": draw(0, 4), "window": draw(0, 7)}
    total = sum(channels.values())
    attitude, passing = total // 2, draw(0, 4)
    return figures_of_month(
        {
            SummarySection.CHANNEL: channels,
            SummarySection.CATEGORY: {
                "bad_attitude": attitude,
                "buck_passing": passing,
                "low_efficiency": total - attitude - passing,
            },
            SummarySection.ITEM: {"RS-001": attitude, "RS-002": draw(0, 4), "": total - attitude},
            SummarySection.OUTCOME: {
                "accepted": total - 4 - month % 3,
                "refused": month % 3 + 2,
                "withdrawn": 2,
            },
        },
        late=draw(0, 4),
        satisfied=draw(5, 9),
        not_satisfied=draw(0, 4),
    )


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("year"), sqlite_office_template) as served:
        chance = random.Random(303)  # noqa: S311 - drawn anew the same each time
        with served.office.unit_of_work() as unit:
            for month in range(1, 13):
                release(date(2025, month, 1), figures(month, chance), unit)
        assert publish_step(served.office.unit_of_work) == 12 + 4 + 2 + 1
        yield served


def test_a_month_its_quarter_and_its_year_are_published_and_nothing_small_is_left_open(
    served: ServedOffice,
) -> None:
    """Of every table, by everything that is published of the year; a corrected month changes no public number."""
    with served.office.unit_of_work().reading() as unit:
        year, published = read_year(date(2025, 1, 1), unit)
    assert {"2025-01", "2025-Q1", "2025-H2", "2025"} <= published
    items = year.tables.pop(PublicTable.ITEM)
    apart = (row_apart(items, code) for code in items.rows())
    for table in (*year.totals.values(), *year.tables.values(), *apart):
        assert is_safe(table, table.shown)
    rows = served.visitor().get("/open-data/2025.json").json()["rows"]
    assert all(row["number"] is None or row["number"] >= SMALLEST_GROUP for row in rows)
    assert sum(row["number"] is not None for row in rows) >= 12, "a year of an office tells something"
    before = [row.digest for row in served.office.rows(PublicPeriod)]
    with served.office.unit_of_work() as unit:
        release(date(2025, 3, 1), figures(3, random.Random(1)), unit, no=2)  # noqa: S311 - as above
    assert publish_step(served.office.unit_of_work) == 0
    assert [row.digest for row in served.office.rows(PublicPeriod)] == before
    assert "内部更正了本月数字" in text_of(served.visitor().get("/statistics?period=2025-03"))


def desk(visitor: SocketVisitor, path: str, **sent: str) -> tuple[int, str]:
    page = visitor.get("/report-desk").text
    found = re.search(rf'action="{path}"[^>]*>.*?name="seen" value="([0-9a-f]*)"', page, re.DOTALL)
    answer = visitor.post(path, {"seen": found[1] if found else "", **sent})
    return answer.status_code, answer.text


def reword(served: ServedOffice, thanks: str) -> None:
    """As if it had been worded before anybody searched it, or before this person complained."""
    with served.office.unit_of_work() as unit:
        row = unit.session.get_one(AnnualReport, 2025)
        row.foreword = f"{FOREWORD}\n全年改进三项。{thanks}"


def test_a_report_is_worded_by_one_published_by_another_and_read_by_everybody(served: ServedOffice) -> None:
    """R86: what complaint handling had to spend stands in the report of the year."""
    supervisor, director, visitor = served.visitor(SUPERVISOR), served.visitor(DIRECTOR), served.visitor()
    fund = {"year": "2025", "amount": "880000", "source": "财政预算", "used_for": "人员培训与回访"}
    assert director.post("/administration/about/funds", fund).status_code == 303
    assert served.visitor(CLERK).get("/report-desk").status_code == 403
    assert desk(supervisor, "/report-desk/2025", foreword="")[0] == 422
    assert desk(supervisor, "/report-desk/2024", foreword=FOREWORD)[0] == 404
    status, refused = desk(supervisor, "/report-desk/2025", foreword=f"{FOREWORD}\n感谢魏先生的来信。")
    assert status == 422 and "魏先生" in refused, "nobody who complained is named in public"
    assert desk(supervisor, "/report-desk/2025", foreword=FOREWORD)[0] == 303
    own = supervisor.post("/report-desk/2025/decision", {"decision": "publish", "seen": "x", "words": ""})
    assert own.status_code == 409
    assert visitor.get("/annual-reports/2025").status_code == 404, "nobody has published it"
    assert desk(director, "/report-desk/2025/decision", decision="return", words="")[0] == 422
    assert desk(director, "/report-desk/2025/decision", decision="return", words="请写明改进措施。")[0] == 303
    assert "请写明改进措施。" in supervisor.get("/report-desk").text
    assert desk(supervisor, "/report-desk/2025", foreword=f"{FOREWORD}\n全年改进三项。")[0] == 303
    reword(served, "感谢魏先生的来信。")
    assert desk(director, "/report-desk/2025/decision", decision="publish", words="")[0] == 422
    reword(served, "")
    assert desk(director, "/report-desk/2025/decision", decision="publish", words="")[0] == 303
    page = text_of(visitor.get("/annual-reports/2025"))
    paper = visitor.get("/annual-reports/2025/report.pdf")
    words = letter_words(paper)
    for told in ("全年改进三项。", "880,000.00", "财政预算", "按时办结率", "社会评议", "不公开"):
        assert told in page, told
        assert told in words, told
    assert "从收到到首次答复（没有答复的至归档）的自然日" in page
    (row,) = served.office.rows(AnnualReport)
    assert hashlib.sha256(paper.content).hexdigest() == row.digest
    assert paper.headers["Content-Type"] == "application/pdf"
    late = desk(supervisor, "/report-desk/2025", foreword="改一改")
    assert late[0] == 409, "published it never changes"
    assert desk(director, "/report-desk/2025/taking-down", reason=" ")[0] == 422
    assert desk(director, "/report-desk/2025/taking-down", reason="序言误写了一位群众的姓名。")[0] == 303
    gone = visitor.get("/annual-reports/2025")
    assert gone.status_code == 410
    assert "撤下更正" in text_of(gone)
    assert "全年改进三项。" not in gone.text
    assert "已撤下，更正中" in text_of(visitor.get("/annual-reports"))
    assert visitor.get("/annual-reports/2025/report.pdf").status_code == 404
    assert "误写了一位群众的姓名" in supervisor.get("/report-desk").text
    assert desk(supervisor, "/report-desk/2025", foreword="全年改进三项，已更正。")[0] == 303
    assert visitor.get("/annual-reports/2025").status_code == 410, "nobody has published it again"
    assert "误写了一位群众的姓名" in director.get("/report-desk").text, "who publishes it again reads why"
    assert desk(director, "/report-desk/2025/decision", decision="publish", words="")[0] == 303
    assert "已更正。" in text_of(visitor.get("/annual-reports/2025"))
    assert "误写了一位群众的姓名" not in director.get("/report-desk").text, "that is over"
    kinds = [row.kind for row in served.office.rows(TrailEvent) if row.kind.startswith("annual_report.")]
    assert kinds == [f"annual_report.{state}" for state in _STATES]
    for address in (
        "/annual-reports/0000",
        "/annual-reports/9999/report.pdf",
        f"/annual-reports/{'9' * 5000}",
    ):
        assert visitor.get(address).status_code in {404, 414}
