"""A referral: signed or objected to once, arbitrated, its result reported; by a unit of the centre or from outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.state.entity import Variables
from engine.state.user_task import UserTask
from tests.engine.driver import DAY, HOUR, Driver
from tests.process.side_office import LOUD, STOPPED, SideOffice

SIGNED = {
    "referral_answer": "signed",
    "needs_result": True,
    "result_clock_id": "result",
    "arbitration_clock_id": None,
}
SIGNED_ONLY = {
    "referral_answer": "signed",
    "needs_result": False,
    "result_clock_id": None,
    "arbitration_clock_id": None,
}
OBJECTED = {
    "referral_answer": "objected",
    "needs_result": None,
    "result_clock_id": None,
    "arbitration_clock_id": "arbitration",
}
OUTSIDE_OBJECTED = {"arbitration_clock_id": "arbitration"}
OUTSIDE_SIGNED = {"needs_result": True, "result_clock_id": "result"}


@pytest.fixture
def office(engine: Driver) -> SideOffice:
    return SideOffice(engine, "referral")


def prepared(office: SideOffice, **changes: Any) -> Variables:
    """What prepare-referral answers for a referral to a unit of the centre."""
    answer: Variables = {
        "is_open": True,
        "is_own_unit": True,
        "sign_off_clock_id": "sign-off",
        "objection_ends_at": office.moment(DAY),
        "may_object": True,
        "complaint_id": "c1",
        "referral_answer": None,
        "needs_result": True,
        "result_clock_id": None,
        "arbitration_clock_id": None,
    }
    return answer | changes


def refer_inside(office: SideOffice) -> int:
    office.answer("prepare-referral", prepared(office))
    return office.call(referral_id="r1")


def refer_outside(office: SideOffice, referral_id: str = "r1") -> int:
    office.answer("prepare-referral", prepared(office, is_own_unit=False))
    return office.call(referral_id=referral_id)


def object_inside(office: SideOffice) -> None:
    office.submit("UserTask_SignReferral", **OBJECTED)


def run_out_window(office: SideOffice) -> None:
    """The objection window ends, and the database agrees."""
    office.answer("check-objection-window", {"is_window_over": True, "objection_ends_at": office.moment(0)})
    office.pass_time(DAY)


def test_own_unit_signs_and_reports(office: SideOffice) -> None:
    """R35."""
    key = refer_inside(office)
    assert office.task("UserTask_SignReferral").candidate_groups == ["unit_rep"]
    office.submit("UserTask_SignReferral", **SIGNED)
    office.submit("UserTask_ReportReferralResult")
    assert (office.engine.state(key), office.leftovers()) == ("COMPLETED", [])
    assert "End_ReferralAnswered" in office.passed(key)


def test_referral_without_result_is_over_when_it_is_signed(office: SideOffice) -> None:
    key = refer_inside(office)
    office.submit("UserTask_SignReferral", **SIGNED_ONLY)
    assert "End_ReferralSigned" in office.passed(key)
    assert office.leftovers() == []


def test_outside_unit_signs_and_answers_by_message(office: SideOffice) -> None:
    """R35."""
    key = refer_outside(office)
    assert office.engine.open(UserTask) == []
    office.receive("referral-signed", "r1", **OUTSIDE_SIGNED)
    assert office.where(key) == ["Wait_ReferralResult"]
    office.receive("referral-result-received", "r1")
    assert (office.engine.state(key), office.leftovers()) == ("COMPLETED", [])


def test_signature_before_the_end_of_the_window_closes_it(office: SideOffice) -> None:
    key = refer_outside(office)
    office.pass_time(DAY - HOUR)
    office.receive("referral-signed", "r1", **OUTSIDE_SIGNED)
    office.pass_time(2 * DAY)
    assert office.where(key) == ["Wait_ReferralResult"]
    assert "Timer_ObjectionWindow" not in office.passed(key)


def test_signature_of_another_referral_answers_nothing(office: SideOffice) -> None:
    key = refer_outside(office)
    office.receive("referral-signed", "r2", **OUTSIDE_SIGNED)
    assert office.where(key) == ["Gateway_AwaitHandOff"]


def test_objection_within_the_window_is_arbitrated(office: SideOffice) -> None:
    """R35."""
    key = refer_outside(office)
    office.receive("referral-objected", "r1", **OUTSIDE_OBJECTED)
    assert office.where(key) == ["UserTask_ArbitrateReferral"]
    assert office.task("UserTask_ArbitrateReferral").candidate_groups == ["approver", "director"]


def test_window_that_is_not_over_opens_again_until_its_new_end(office: SideOffice) -> None:
    key = refer_outside(office)
    still_open: Variables = {"is_window_over": False, "objection_ends_at": office.moment(3 * DAY)}
    office.answer("check-objection-window", still_open)
    office.pass_time(DAY)
    assert office.where(key) == ["Gateway_AwaitHandOff"]
    office.receive("referral-objected", "r1", **OUTSIDE_OBJECTED)
    assert office.where(key) == ["UserTask_ArbitrateReferral"]


def test_objection_after_the_window_moves_nothing(office: SideOffice) -> None:
    key = refer_outside(office)
    run_out_window(office)
    office.receive("referral-objected", "r1", **OUTSIDE_OBJECTED)
    assert office.where(key) == ["Wait_ReferralSigned"]
    office.receive("referral-signed", "r1", needs_result=False, result_clock_id=None)
    assert "End_ReferralSigned" in office.passed(key)
    assert office.leftovers() == []


def test_rejected_objection_goes_back_to_the_unit_under_a_new_clock(office: SideOffice) -> None:
    key = refer_inside(office)
    object_inside(office)
    office.answer("prepare-referral", prepared(office, sign_off_clock_id="sign-off-again", may_object=False))
    office.stop_clock("sign-off")
    office.stop_clock("arbitration")
    office.submit("UserTask_ArbitrateReferral", arbitration="rejected")
    assert office.where(key) == ["UserTask_SignReferral"]
    assert office.engine.active(key).count("Call_WatchReferralSignOff") == 1
    office.submit("UserTask_SignReferral", **SIGNED_ONLY)
    assert office.leftovers() == []


def test_arbitration_can_name_a_unit_outside(office: SideOffice) -> None:
    """It may not object, so it is only waited for: an objection that an earlier unit sent late moves nothing."""
    key = refer_inside(office)
    object_inside(office)
    office.answer("prepare-referral", prepared(office, is_own_unit=False, may_object=False))
    office.stop_clock("sign-off")
    office.stop_clock("arbitration")
    office.submit("UserTask_ArbitrateReferral", arbitration="other_unit")
    office.say("complaint.referral-objected", "r1", **OUTSIDE_OBJECTED)
    assert office.where(key) == ["Wait_ReferralSigned"]


def test_what_the_unit_has_said_to_an_earlier_run_is_not_asked_again(office: SideOffice) -> None:
    """An objection goes to arbitration, a signature to the result, each under the clock that runs."""
    said = prepared(office, referral_answer="objected", arbitration_clock_id="arbitration")
    office.answer("prepare-referral", said)
    objected = office.call(referral_id="r1")
    assert office.where(objected) == ["UserTask_ArbitrateReferral"]
    office.answer("prepare-referral", prepared(office, referral_answer="signed", result_clock_id="result"))
    signed = office.call(referral_id="r2")
    assert office.where(signed) == ["UserTask_ReportReferralResult"]
    assert {clock for clock, _ in office.checked} == {"arbitration", "result"}


def test_returned_referral_ends_and_takes_its_watch_along(office: SideOffice) -> None:
    key = refer_inside(office)
    object_inside(office)
    office.submit("UserTask_ArbitrateReferral", arbitration="back")
    assert "End_ReferralReturned" in office.passed(key)
    assert office.leftovers() == []


def test_referral_that_is_no_longer_open_ends_at_its_first_worker(office: SideOffice) -> None:
    office.answer("prepare-referral", prepared(office, is_open=False))
    key = office.call(referral_id="r1")
    assert "End_ReferralLapsed" in office.passed(key)
    assert office.leftovers() == []


def test_every_limit_warns_and_interrupts_nothing(office: SideOffice) -> None:
    """ST-5: that of the arbitration too."""
    for name in ("sign-off", "arbitration", "sign-off-again", "result"):
        office.clocks[name] = list(LOUD)
    key = refer_inside(office)
    office.pass_time(HOUR)
    object_inside(office)
    office.pass_time(HOUR)
    assert "UserTask_ArbitrateReferral" in office.engine.active(key)
    office.answer("prepare-referral", prepared(office, sign_off_clock_id="sign-off-again", may_object=False))
    office.submit("UserTask_ArbitrateReferral", arbitration="rejected")
    office.submit("UserTask_SignReferral", **SIGNED)
    office.pass_time(HOUR)
    seen = {
        f"End_Referral{limit}{card}Seen"
        for limit in ("SignOff", "Arbitration", "Result")
        for card in ("Near", "Overdue")
    }
    assert seen <= office.passed(key)
    office.submit("UserTask_ReportReferralResult")
    assert office.leftovers() == []


def test_stopped_clocks_end_their_watches_alone(office: SideOffice) -> None:
    for name in ("sign-off", "arbitration", "sign-off-again", "result"):
        office.clocks[name] = list(STOPPED)
    key = refer_inside(office)
    object_inside(office)
    office.answer("prepare-referral", prepared(office, sign_off_clock_id="sign-off-again", may_object=False))
    office.submit("UserTask_ArbitrateReferral", arbitration="rejected")
    office.submit("UserTask_SignReferral", **SIGNED)
    assert {"End_SignOffWatched", "End_ArbitrationWatched", "End_ResultWatched"} <= office.passed(key)
    assert office.engine.active(key) == ["UserTask_ReportReferralResult"]


WAYS: list[Callable[[SideOffice], None]] = [
    test_own_unit_signs_and_reports,
    test_outside_unit_signs_and_answers_by_message,
    test_window_that_is_not_over_opens_again_until_its_new_end,
    test_rejected_objection_goes_back_to_the_unit_under_a_new_clock,
    test_returned_referral_ends_and_takes_its_watch_along,
    test_arbitration_can_name_a_unit_outside,
    test_what_the_unit_has_said_to_an_earlier_run_is_not_asked_again,
    test_objection_after_the_window_moves_nothing,
    test_referral_that_is_no_longer_open_ends_at_its_first_worker,
    test_every_limit_warns_and_interrupts_nothing,
    test_stopped_clocks_end_their_watches_alone,
]


def test_every_element_and_flow_is_reached(engine: Driver) -> None:
    """C10."""
    offices = [SideOffice(Driver(engine.shadow), "referral") for _ in WAYS]
    for office, way in zip(offices, WAYS, strict=True):
        way(office)
    assert set.intersection(*(office.unreached() for office in offices)) == set()
