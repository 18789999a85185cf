"""A change of a limit takes effect when a second person approves it, for what begins from its day on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.clock.legal_time import as_iso
from models.clock.limit_proposal import LimitProposalState
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from models.ledger.trail_event import TrailEvent
from models.store.database import Database
from services.case.limit_preview import LimitWish, preview_limit
from services.clocks.decide_limit import DecideLimit, count_waiting_limits, decide_limit
from services.clocks.limit_register import get_limit_register, get_proposed_limit
from services.clocks.propose_limit import ProposeLimit, propose_limit
from tests.full_office import FullOffice

ONE, OTHER, DIRECTOR, CLERK = "guan.xitong", "xian.lutong", "zong.lanyun", "wen.rusheng"
BASIS = "《云河市政务服务中心投诉办理办法》第九条"


@pytest.fixture
def office(office_database: Database, tmp_path: Path) -> FullOffice:
    """The demo office on a Monday."""
    return FullOffice(office_database, folder=tmp_path)


def wish(office: FullOffice, **changes: str) -> ProposeLimit:
    (last,) = office.rows(TimeLimitPolicy, key="acceptance")
    told = ProposeLimit(last.id, "2", "wd", BASIS, "2026-09-08", "本中心办法施行")
    return replace(told, **changes)  # type: ignore[arg-type]  # fields by name in tests


def propose(office: FullOffice, **changes: str) -> str:
    return propose_limit(wish(office, **changes), office.unit_of_work(), office.actor(ONE))


def decide(office: FullOffice, proposal_id: str, told: str, by: str) -> LimitProposalState:
    """`told`: the decision, and behind a colon the reason."""
    decision, _, reason = told.partition(":")
    return decide_limit(DecideLimit(proposal_id, decision, reason), office.unit_of_work(), office.actor(by))


def due_day(office: FullOffice, complaint_id: str) -> str:
    (clock,) = office.rows(Clock, complaint_id=complaint_id, kind=ClockKind.ACCEPTANCE)
    return as_iso(clock.due_at)[:10]


def test_the_new_limit_holds_for_what_begins_from_its_day_on(office: FullOffice) -> None:
    """DM-40: real clocks; a running one keeps its date, so does one that begins the day before."""
    running = office.file()
    proposal = propose(office)
    assert due_day(office, office.file(address="203.0.113.8").complaint_id) == "2026-09-10"
    wanted = LimitWish(wish(office).replaces, 2, "wd", wish_day := get_day(office, proposal))
    seen = preview_limit(wanted, 1, office.unit_of_work(), office.actor(OTHER))
    assert (seen.kept_total, seen.to_come, wish_day.isoformat()) == (2, 0, "2026-09-08")
    assert (str(seen.due_by_old), str(seen.due_by_new)) == ("2026-09-11", "2026-09-10")
    assert decide(office, proposal, "approve", OTHER) is LimitProposalState.APPROVED
    before = office.file(address="203.0.113.9")
    assert due_day(office, before.complaint_id) == "2026-09-10", "its day has not come yet"
    office.clock.set("2026-09-08T10:00")
    after = office.file(address="203.0.113.10")
    assert due_day(office, after.complaint_id) == "2026-09-10", "two working days from the eighth"
    assert due_day(office, running.complaint_id) == "2026-09-10"
    office.clock.set("2026-09-09T10:00")
    assert due_day(office, office.file(address="203.0.113.11").complaint_id) == "2026-09-11"
    (new,) = [row for row in office.rows(TimeLimitPolicy, key="acceptance") if row.amount == 2]
    assert (new.approved_by, new.basis) == (OTHER, BASIS)
    told = [row for row in office.rows(TrailEvent) if "limit" in row.kind]
    assert [(row.kind, row.actor) for row in told] == [
        ("limit-proposal.made", ONE),
        ("time-limit.added", OTHER),
        ("limit-proposal.approved", OTHER),
    ]
    assert (told[0].payload["amount_before"], told[0].payload["amount"]) == (3, 2)


def get_day(office: FullOffice, proposal: str) -> date:
    return get_proposed_limit(proposal, office.unit_of_work(), office.actor(OTHER)).effective_from


def test_nobody_approves_what_he_proposed_and_only_he_withdraws_it(office: FullOffice) -> None:
    """DM-40: the badge counts for the others alone; a refusal has a reason."""
    proposal = propose(office)
    counts = {
        login: count_waiting_limits(office.unit_of_work(), office.actor(login))
        for login in (ONE, OTHER, DIRECTOR)
    }
    assert counts == {ONE: 0, OTHER: 1, DIRECTOR: 1}
    for decision in ("approve", "refuse"):
        with pytest.raises(NotPermitted, match="may not"):
            decide(office, proposal, f"{decision}:自己核准", ONE)
    for login in (OTHER, DIRECTOR):
        with pytest.raises(NotPermitted):
            decide(office, proposal, "withdraw", login)
    with pytest.raises(NotPermitted):
        decide(office, proposal, "approve", CLERK)
    with pytest.raises(InvalidInput) as bare:
        decide(office, proposal, "refuse: ", OTHER)
    assert bare.value.errors == {"reason": "REQUIRED"}
    decide(office, proposal, "withdraw", ONE)
    with pytest.raises(Conflict):
        decide(office, proposal, "approve", OTHER)
    second = propose(office, amount="4")
    decide(office, second, "refuse:现行时限足够", DIRECTOR)
    assert len(office.rows(TimeLimitPolicy, key="acceptance")) == 1, "nothing has changed"
    shown = get_limit_register(office.unit_of_work(), office.actor(ONE))
    assert {row.state.value: row.decision_reason for row in shown.decided} == {
        "withdrawn": "",
        "refused": "现行时限足够",
    }


def test_what_waits_too_long_or_is_overtaken_is_approved_no_more(office: FullOffice) -> None:
    """DM-40: never from a day of the past, and never over a version that its author did not see."""
    proposal = propose(office)
    with pytest.raises(Conflict, match="meantime") as second:
        propose(office, amount="4")
    assert second.value.code == "LIMIT_PROPOSED"
    office.clock.set("2026-09-09T10:00")
    with pytest.raises(Conflict) as late:
        decide(office, proposal, "approve", OTHER)
    assert late.value.code == "LIMIT_DAY_PASSED"
    decide(office, proposal, "refuse:生效日期已过", OTHER)
    stale = wish(office, effective_from="2026-09-20")
    decide(office, propose(office, effective_from="2026-09-10"), "approve", OTHER)
    with pytest.raises(Conflict) as moved:
        propose_limit(stale, office.unit_of_work(), office.actor(ONE))
    assert moved.value.code == "LIMIT_MOVED_ON"


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("amount", "", "REQUIRED"),
        ("amount", "二", "NOT_A_NUMBER"),
        ("amount", "11", "BEYOND_LAW: 15日，《信访工作条例》第二十三条"),
        ("amount", "99999999999999999999", "OUT_OF_RANGE"),
        ("unit", "h", "NOT_AN_OPTION"),
        ("effective_from", "2026-09-06", "IN_THE_PAST"),
        ("effective_from", "明天", "NOT_A_DATE"),
        ("basis", " ", "REQUIRED"),
        ("reason", " ", "REQUIRED"),
    ],
)
def test_what_is_no_limit_is_not_proposed(office: FullOffice, field: str, value: str, fault: str) -> None:
    """OW-11: nor is one beyond the cap of the law."""
    with pytest.raises(InvalidInput) as refused:
        propose(office, **{field: value})
    assert refused.value.errors == {field: fault}


def test_only_an_administrator_proposes(office: FullOffice) -> None:
    """The director approves or refuses."""
    with pytest.raises(NotPermitted):
        propose_limit(wish(office), office.unit_of_work(), office.actor(DIRECTOR))
