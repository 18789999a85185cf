"""What is settled on the spot is so the same working day, what is passed on is sent within one (DM-22)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.beside.supervision import Supervision
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Rung
from models.clock.clock import Clock
from models.clock.deadline_explanation import explain
from models.clock.legal_time import as_iso
from services.beside.referral.open_referral import OpenReferral, open_referral
from services.watch.sweep import Unwatched
from services.watch.sweep_clocks import sweep_clocks_step
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import ACCEPT, submit
from tests.unit.services.test_matter_ways import REFER, decide


def clock(office: FullOffice, case: str, key: str) -> Clock:
    rows = office.rows(Clock, complaint_id=case, kind=ClockKind.OWNER_LIMIT, subject_id=key)
    assert len(rows) == 1
    return rows[0]


def on_spot(office: FullOffice, moment: str) -> str:
    office.clock.set(moment)
    case = office.file().complaint_id
    decide(office, case, ACCEPT, ACCEPT, route="on_spot", complexity="simple")
    return case


def passed_on(office: FullOffice) -> str:
    case = office.file().complaint_id
    decide(office, case, ACCEPT, ACCEPT, route="register_refer", complexity="simple")
    return case


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-09-07T10:20", "2026-09-07T17:00:00+08:00"),
        ("2026-09-07T17:30", "2026-09-08T17:00:00+08:00"),
        ("2026-09-12T09:00", "2026-09-14T17:00:00+08:00"),
        # 2026-09-20 is a Sunday on which the office works.
        ("2026-09-20T09:00", "2026-09-20T17:00:00+08:00"),
    ],
)
def test_what_may_be_settled_on_the_spot_is_due_the_same_working_day(
    office: FullOffice, moment: str, due: str
) -> None:
    """DM-22: with the day named that it is counted on."""
    limit = clock(office, on_spot(office, moment), "on_spot")
    assert as_iso(limit.due_at) == due
    assert limit.explanation["limit"]["key"] == "on_spot"
    counted = [day for day in explain(limit.explanation["deadline"]) if day["is_counted"]]
    assert [(day["date"], day["reason"]) for day in counted] == [(due[:10], "当日为限，当日计入")]


def test_its_settlement_meets_the_limit_and_so_does_the_word_that_it_cannot_be(office: FullOffice) -> None:
    """DM-22."""
    case = on_spot(office, "2026-09-07T10:20")
    row = {"finding": "substantiated", **SAID, "disposals": ["correct_error"], "reason": "已当场更正"}
    told = {
        "is_settled": "yes",
        "confirmed_by_complainant": True,
        **NOTHING_TO_IMPROVE,
        "matters": [row, row],
    }
    submit(office, case, "settle-on-spot", "ying.shoudao", **told)
    assert clock(office, case, "on_spot").stop_reason == "settled"
    other = on_spot(office, "2026-09-07T11:20")
    submit(office, other, "settle-on-spot", "ying.shoudao", is_settled="no")
    assert clock(office, other, "on_spot").stop_reason == "decided"


def test_what_nobody_settles_the_same_day_is_late_and_supervised(office: FullOffice) -> None:
    """DM-22: no diagram draws the limit, so the sweep looks."""
    case = on_spot(office, "2026-09-07T10:20")
    for moment, rung in (("2026-09-07T17:02", Rung.OVER), ("2026-09-11T09:00", Rung.SUPERVISED)):
        office.clock.set(moment)
        sweep_clocks_step(office.unit_of_work, Unwatched(), timedelta(0))
        assert clock(office, case, "on_spot").rung is rung
    assert clock(office, case, "on_spot").id in {row.late_clock_id for row in office.rows(Supervision)}


def test_a_complaint_that_is_passed_on_is_with_its_unit_within_one_working_day(office: FullOffice) -> None:
    """DM-22: from the decision to the sheet that leaves for the unit."""
    case = passed_on(office)
    limit = clock(office, case, "refer")
    assert (as_iso(limit.due_at), limit.stopped_at) == ("2026-09-08T17:00:00+08:00", None)
    office.clock.set("2026-09-08T09:00")
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Complaint, case)
        open_referral(OpenReferral("SJ"), row, unit, office.actor("wen.rusheng"))
    assert clock(office, case, "refer").stop_reason == "sent"


def test_one_that_is_given_to_a_person_of_its_unit_is_there_too(office: FullOffice) -> None:
    """DM-22."""
    case = passed_on(office)
    submit(office, case, "assign-handler", "wen.rusheng", handler_id="xun.wenshi")
    assert clock(office, case, "refer").stop_reason == "sent"


def test_one_that_is_kept_too_long_is_late_and_supervised(office: FullOffice) -> None:
    """DM-22."""
    case = passed_on(office)
    for moment, rung in (("2026-09-08T17:02", Rung.OVER), ("2026-09-14T09:00", Rung.SUPERVISED)):
        office.clock.set(moment)
        sweep_clocks_step(office.unit_of_work, Unwatched(), timedelta(0))
        assert clock(office, case, "refer").rung is rung
    assert clock(office, case, "refer").id in {row.late_clock_id for row in office.rows(Supervision)}


def test_a_matter_that_is_handed_over_leaves_with_its_decision(office: FullOffice) -> None:
    """DM-22: one limit for one decision, whatever number of units it goes to."""
    case = office.file().complaint_id
    decide(office, case, REFER, ACCEPT, route="intervene", complexity="simple")
    limit = clock(office, case, "refer")
    assert (limit.stop_reason, limit.stopped_at) == ("sent", limit.opened_at)


def test_an_investigated_complaint_has_neither(office: FullOffice) -> None:
    case = office.file().complaint_id
    decide(office, case, ACCEPT, ACCEPT, route="intervene", complexity="simple")
    assert office.rows(Clock, complaint_id=case, kind=ClockKind.OWNER_LIMIT) == []
