"""The hour of a report upward on the pages of the real web server, of an office whose clock moves."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from services.watch.sweep import Unwatched
from services.watch.sweep_clocks import sweep_clocks_step
from tests.served_office import serve_office
from tests.web.pages import text_of
from tests.web_staff.test_act_pages import form_of
from tests.web_staff.test_contact_over_a_socket import send

CLERK, SUPERVISOR = "wen.rusheng", "jian.rujing"


def test_what_a_person_marks_must_be_reported_within_one_hour_and_the_supervisor_sees_it_run_and_over(
    sqlite_office_template: Path, tmp_path: Path
) -> None:
    """R118: marked at night, due an hour later on the wall, on the supervisors' page from the mark on, over after it."""
    with serve_office(tmp_path, sqlite_office_template) as served:
        served.office.clock.set("2026-09-12T23:40")
        case = served.office.file(address="upward-1")
        clerk, supervisor = served.visitor(CLERK), served.visitor(SUPERVISOR)
        act = form_of(clerk.get(f"/cases/{case.complaint_id}/acts/mark-upward-report").text)
        assert send(clerk, act["submitUrl"], {"reason": "门口聚集，已有人拍摄传播"})[0] == 200
        (clock,) = served.office.rows(
            Clock, complaint_id=case.complaint_id, kind=ClockKind.OWNER_LIMIT, subject_id="upward_report"
        )
        # Due moments are kept to the second.
        assert timedelta(0) <= timedelta(hours=1) - (clock.due_at - clock.opened_at) < timedelta(seconds=1)
        due = text_of(supervisor.get("/due"))
        assert case.number in due
        assert "2026-09-13 00:4" in due
        served.office.clock.set("2026-09-13T00:45")
        sweep_clocks_step(served.office.unit_of_work, Unwatched(), timedelta(0))
        page = supervisor.get("/due").text
        row = page.split(case.number)[0].rsplit("<tr", 1)[1]
        assert 'class="row-over"' in row
