"""Limits as citizens read them from the real web server: the centre's own bases, and dates that the yearly notice moved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.clock.legal_time import beijing_date
from models.vault.keyring import Keyring
from services.actor import citizen
from services.case.import_calendar import ImportCalendar, import_calendar
from services.clocks.add_time_limit import AddTimeLimit, add_time_limit
from services.views.progress import FindProgress, find_progress
from tests.served_office import ServedOffice, serve_office
from tests.unit.side_requests.side_case import side_case
from tests.web.told_scenes import progress_of

ADMINISTRATOR = "guan.xitong"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own, since its clock goes on to the end of the year."""
    with serve_office(tmp_path_factory.mktemp("limits"), sqlite_office_template) as served:
        yield served


def test_the_first_page_tells_the_centres_own_basis_and_no_note_of_a_default(served: ServedOffice) -> None:
    """DM-19, DM-20: no law that is none of this centre; its own rule with the article as soon as it has one, and then no mark."""
    before = served.visitor().get("/").text
    assert "受理或不予受理的决定" in before
    for foreign in ("信访工作条例", "多地", "通行期限"):
        assert foreign not in before
    own = "《云河市政务服务中心投诉办理办法》第九条；含当日"
    with served.office.unit_of_work().reading() as unit:
        today = beijing_date(unit.clock.now())
    limit = AddTimeLimit("acceptance", 2, "wd", own, today)
    add_time_limit(limit, served.office.unit_of_work(), served.office.actor(ADMINISTRATOR))
    after = served.visitor().get("/").text
    assert own in after
    assert before.count("系统默认") - after.count("系统默认") == 1


def test_a_complainant_reads_that_the_yearly_notice_moved_his_date(served: ServedOffice) -> None:
    """N2: both dates, on the page of his own code."""
    served.office.clock.set("2026-12-31T10:00")
    case = side_case(served.office, address="notice")
    days = {"holidays": {"元旦": ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"]}, "makeup": {}}
    year = {"year": 2027, "source": "通知", "published_on": "2026-11-10", **days}
    command = ImportCalendar(json.dumps({"years": [year]}))
    assert "国家公布了放假安排" not in progress_of(served.visitor(), case)
    import_calendar(command, served.office.unit_of_work(), served.office.actor(ADMINISTRATOR))
    page = progress_of(served.visitor(), case)
    seen = find_progress(
        FindProgress(case.number, case.query_code), served.office.unit_of_work(), citizen("203.0.113.8")
    )
    assert seen is not None
    assert seen.date_moves
    for move in seen.date_moves:
        assert f"的期限由{move.before:%Y-%m-%d}调整为{move.after:%Y-%m-%d}。" in page
