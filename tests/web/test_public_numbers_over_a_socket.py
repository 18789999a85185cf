"""What everybody reads of a released month, over the real server: small groups in no number, the same in page, CSV and JSON."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from models.case.complaint import Complaint
from models.case.lifecycle import Outcome
from models.ground.codes import Category, Channel
from models.ground.summary_codes import SummarySection
from models.ledger.trail_event import TrailEvent
from models.office.public_period import PublicPeriod
from models.office.staff import Staff
from models.vault.keyring import Keyring
from services.openness.publish_step import publish_step
from services.summaries.summaries_step import Looked, summaries_step
from tests.names_nobody import assert_names_nobody
from tests.served_office import ServedOffice, serve_office
from tests.unit.openness.released_months import figures_of_month, release
from tests.unit.services.summarised_cases import Lived, live
from tests.web.pages import text_of

SUPERVISOR = "jian.rujing"
PORTAL, PHONE, LETTER = 14, 9, 2
SECTIONS = {
    SummarySection.CHANNEL: "portal",
    SummarySection.CATEGORY: "bad_attitude",
    SummarySection.ITEM: "RS-001",
    SummarySection.OUTCOME: "accepted",
}


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """September is over and released: 25 complaints by three ways, four of which were refused."""
    with serve_office(tmp_path_factory.mktemp("public"), sqlite_office_template) as served:
        office = served.office
        assert "尚未发布统计" in text_of(served.visitor().get("/statistics"))
        ways = [Channel.PORTAL] * PORTAL + [Channel.PHONE] * PHONE + [Channel.LETTER] * LETTER
        for number, channel in enumerate(ways):
            is_refused = number % 6 == 0 and number < 24
            live(
                office,
                Lived(
                    "2026-09-08T09:00",
                    closed="2026-09-18T09:00",
                    contacted="2026-09-08T10:00",
                    decided="2026-09-09T10:00",
                    answered="2026-09-16T10:00",
                    channel=channel,
                    category=Category.BUCK_PASSING,
                    outcome=Outcome.REFUSED if is_refused else Outcome.ACCEPTED,
                ),
            )
        office.clock.set("2026-10-01T08:00")
        summaries_step(office.unit_of_work, Looked())
        assert publish_step(office.unit_of_work) == 0, "nobody has released it yet"
        supervisor = served.visitor(SUPERVISOR)
        seen = re.search(r'name="seen" value="([0-9a-f]{64})"', supervisor.get("/summaries/2026-09").text)
        assert seen is not None
        sent = {"decision": "release", "words": "", "seen": seen[1]}
        assert supervisor.post("/summaries/2026-09/decision", sent).status_code == 303
        assert publish_step(office.unit_of_work) == 2, (
            "its quarter, in which the office began, is whole with it"
        )
        assert publish_step(office.unit_of_work) == 0
        yield served


def test_everybody_reads_what_became_of_complaints(served: ServedOffice) -> None:
    page = served.visitor().get("/statistics?period=2026-09")
    told = text_of(page).replace(" ", "").replace("\n", "")
    for words in (
        "收到件数25",
        "办结件数25",
        "政务服务网表单14",
        "投诉电话（含语音留言）不公开",
        "信函不公开",
        "不公开各行合计11",
        "推诿扯皮25",
        "按时办结率100.0%",
        "未取得评价100.0%25／25",
        "8至15日",
        "从收到到首次答复（没有答复的至归档）的用时中位数",
        "少于5件的数字不公开",
        "超过时限的投诉计入时限首次届满的期间，此后答复、办结也不再移动",
        "公布后重新办理、再次归档的投诉，在前后两个月各计一次",
    ):
        assert words in told, words
    # Four were refused: whoever reads that 21 were accepted would know it.
    assert "本表任何一行公开后都可能推出少于5件的小组" in told
    assert "<script" not in page.text.split("<main")[1]
    english = text_of(served.visitor().get("/statistics?period=2026-09&lang=en"))
    assert "Complaints in numbers" in english
    assert served.visitor().get("/statistics?period=2026-10").status_code == 404
    assert served.visitor().get("/statistics?period=2026'--").status_code == 404


def test_society_reads_the_numbers_and_comments_on_the_handling(served: ServedOffice) -> None:
    """R83: public statistics and a way to comment on complaint handling itself."""
    visitor = served.visitor()
    told = text_of(visitor.get("/statistics?period=2026-09")).replace(" ", "")
    assert "收到件数25" in told.replace("\n", "")
    words = "九月的信函投诉只有几件，请说明信箱多久开一次。"
    sent = visitor.post("/comment", {"submission_id": "b" * 32, "words": words})
    assert sent.status_code == 303
    assert words in served.visitor(SUPERVISOR).get("/comments").text


def test_files_of_open_data_say_what_the_page_says(served: ServedOffice) -> None:
    """Groups below five are in no file; the digest is that of what was published, and a copy that holds is not sent again."""
    visitor = served.visitor()
    (row,) = served.office.rows(PublicPeriod, id="2026-09")
    description = text_of(visitor.get("/open-data"))
    assert row.digest in description
    assert "中心尚未指定许可协议" in description
    answer = visitor.get("/open-data/2026-09.json")
    data = answer.json()
    assert (data["digest"], data["version"], data["unit"]) == (row.digest, 1, "件")
    rows = {(line["table"], line["code"]): (line["number"], line["withheld"]) for line in data["rows"]}
    assert rows["channel", "portal"] == (PORTAL, False)
    assert rows["channel", "phone"] == rows["channel", "letter"] == rows["channel", "chat"] == (None, True)
    assert all(number is None or number >= 5 for number, _ in rows.values())
    assert answer.headers["Cache-Control"].startswith("public")
    assert "set-cookie" not in answer.headers
    again = visitor.client.get("/open-data/2026-09.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    file = visitor.get("/open-data/2026-09.csv")
    counted = [*(case.number for case in served.office.rows(Complaint)), "办事员态度生硬"]
    assert_names_nobody(file.content, counted)
    assert_names_nobody(answer.content, counted)
    table = list(csv.DictReader(io.StringIO(file.text.lstrip("\ufeff"))))
    assert {(line["table"], line["code"]): line["number"] for line in table} == {
        key: "" if number is None else str(number) for key, (number, _) in rows.items()
    }
    assert visitor.get("/open-data/2026-08.csv").status_code == 404


def test_what_is_published_is_on_the_trail_and_stays(served: ServedOffice) -> None:
    event, quarter = [row for row in served.office.rows(TrailEvent) if row.kind == "statistics.published"]
    (row,) = served.office.rows(PublicPeriod, id="2026-09")
    assert event.payload == {"period": "2026-09", "digest": row.digest}
    assert row.edition == 1
    assert quarter.payload["period"] == "2026-Q3"


def test_what_was_counted_by_the_earlier_rule_says_so(served: ServedOffice) -> None:
    """Published numbers stay, and nobody reads them by a rule that came later."""
    rows = {section: {code: 30} for section, code in SECTIONS.items()}
    with served.office.unit_of_work() as unit:
        counts = figures_of_month(rows, late=6, satisfied=20, not_satisfied=6)
        release(date(2025, 12, 1), counts, unit, counted=1)
    publish_step(served.office.unit_of_work)
    visitor, words = served.visitor(), "两个月各计一次，季度、半年和全年也是"
    earlier = text_of(visitor.get("/statistics?period=2025-12"))
    assert words in earlier and "不再移动" not in earlier
    assert words not in text_of(visitor.get("/statistics?period=2026-09"))
    open_data = text_of(visitor.get("/open-data"))
    assert words in open_data and "2025年12月" in open_data.replace(" ", "")
    assert "本期时限数字的计数规则" in open_data
    for period, counting in (("2025-12", 1), ("2026-09", 2)):
        data = visitor.get(f"/open-data/{period}.json").json()
        assert [data["counting"], *{row["counting"] for row in data["rows"]}] == [counting, counting]
        table = csv.DictReader(io.StringIO(visitor.get(f"/open-data/{period}.csv").text.lstrip("\ufeff")))
        assert {line["counting"] for line in table} == {str(counting)}


def test_flow_limits_and_results_are_public_and_name_nobody(served: ServedOffice) -> None:
    """R6: the flow, the limits and the results are published; nobody who is on file and no case is in them."""
    office, visitor = served.office, served.visitor()
    filed = office.file(name="简一趟", phone="199-0000-0201")
    rows = {section: {code: 40} for section, code in SECTIONS.items()}
    rows[SummarySection.OUTCOME] = {"accepted": 30, "refused": 10}
    with office.unit_of_work() as unit:
        release(date(2024, 12, 1), figures_of_month(rows, late=6, satisfied=20, not_satisfied=6), unit)
    publish_step(office.unit_of_work)
    first = "".join(text_of(visitor.get("/")).split())
    steps = ("提出投诉", "决定是否受理", "调查核实", "提出和批准处理意见", "答复", "回访")
    assert re.search(".*".join(steps), first[first.index("怎么办理") :])
    assert "本中心时限" in first and "10个工作日" in first
    results = "".join(text_of(visitor.get("/statistics?period=2024-12")).split())
    for words in ("按受理和办理结果", "受理30", "不予受理10", "按时办结率85.0%"):
        assert words in results, words
    others = (visitor.get("/statistics?period=2026-09").text, visitor.get("/open-data/2026-09.json").text)
    told = "".join((first, results, *others))
    people = {one.name for one in office.rows(Staff)} | {"简一趟", "199-0000-0201"}
    numbers = {one.number for one in office.rows(Complaint)}
    assert filed.number in numbers and len(people) > 10
    assert [word for word in people | numbers if word in told] == []
