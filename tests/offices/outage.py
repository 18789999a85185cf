"""What people do while the engine is away: it stays in the outbox, and the office is left like that."""

from __future__ import annotations

from tests.acceptance.walk import READER, submit
from tests.acceptance.walk import open_task as task_of
from tests.confirmed_run import confirm_run_on_its_page
from tests.offices.desk import CLERK, Desk

STANDING = ("outage-submit", "outage-claim", "outage-supplement", "outage-cancel", "outage-tables")


def prepare_outage(desk: Desk) -> None:
    """Cases that wait for the clerk when the engine goes away."""
    for name in STANDING:
        desk.stay(name, "decide-acceptance")


def work_without_engine(desk: Desk) -> None:
    """A filing, a submission, a claim, a request that stops a clock, a correction, and a run cancelled by a supervisor."""
    desk.office.stop("engine")
    desk.file("outage-file")
    submit(desk.office, task_of(desk.office, desk.cases["outage-submit"], "decide-acceptance"))
    desk.press(desk.cases["outage-claim"], CLERK, "decide-acceptance", "claim")
    asked = {"items": "收件回执", "window_wd": 5, "way": "phone"}
    desk.act(desk.cases["outage-supplement"], CLERK, "request-supplement", **asked)
    desk.act(desk.cases["outage-cancel"], READER, "cancel-run", reason="同一事项误登记两次")
    confirm_run_on_its_page(desk.office.people, desk.cases["outage-cancel"].number)
    second = {"step": "add", "unit": "GJ", "window": "G01", "reason": "另一窗口也在场"}
    desk.act(desk.cases["outage-tables"], CLERK, "correct-respondent", **second)
