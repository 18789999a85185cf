"""弄虚作假线索: each rule fires for what it says, not for its lawful neighbour."""

from __future__ import annotations

from datetime import timedelta

from models.beside.extension import Extension
from models.beside.respondent_request import RespondentRequest
from models.beside.supplement_request import SupplementRequest
from models.beside.withdrawal import Withdrawal
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, ClockPauseReason, RequestState
from models.clock.clock_pause import ClockPause
from models.clock.legal_time import parse_moment
from models.ground.codes import Channel, Finding, RequestedSide
from models.ground.ids import new_id
from models.ground.signal_codes import SignalCode
from services.actor import citizen
from services.clocks.open_clock import OpenClock, open_clock
from tests.full_office import FullOffice
from tests.unit.services.signalled_cases import (
    HANDLER,
    OTHER,
    VISITOR,
    answered,
    asked,
    case_of,
    cases_of,
    close,
    contact,
    evidence,
    findings,
    fired,
    join,
    look,
    rated,
    resolved,
    sending,
)


def test_back_dated_entries_fire_and_what_is_told_within_its_days_does_not(office: FullOffice) -> None:
    bad, letter, weekend = case_of(office), case_of(office), case_of(office)
    typed, box = case_of(office), case_of(office)
    with office.unit_of_work() as unit:
        contact(unit, bad, "2026-09-10T16:00", "2026-09-02T10:00")
        contact(unit, letter, "2026-09-08T16:00", "2026-09-02T10:00", ways=("letter",))
        contact(unit, weekend, "2026-09-07T09:00", "2026-09-04T17:00")
        for case, channel in ((typed, Channel.PHONE), (box, Channel.OPINION_BOX)):
            row = unit.session.get_one(Complaint, case)
            row.channel, row.registered_by = channel, OTHER
            row.registered_at = parse_moment("2026-09-09T10:00")
    look(office)
    row = fired(office, bad)[SignalCode.BACK_DATED]
    assert (row.person, [part["what"] for part in row.evidence]) == (HANDLER, ["contact_told", "recorded"])
    assert fired(office, typed)[SignalCode.BACK_DATED].person == OTHER
    for lawful in (letter, weekend, box):
        assert SignalCode.BACK_DATED not in fired(office, lawful)
        assert SignalCode.BACK_DATED in asked(office, lawful), "it was asked all the same"


def test_told_without_an_attempt_fires_and_what_was_seen_at_the_query_code_does_not(
    office: FullOffice,
) -> None:
    names = ("bad", "beside_code", "at_code", "posted", "called", "looked_up")
    cases = {name: case_of(office) for name in names}
    with office.unit_of_work() as unit:
        for name, case in cases.items():
            ways = {"beside_code": ("phone", "query_code"), "at_code": ("query_code",)}.get(name, ("phone",))
            sending(unit, case, "2026-09-10T10:00", *ways, mail_no="XA00001" if name == "posted" else None)
        contact(unit, cases["called"], "2026-09-10T11:00", "2026-09-10T10:05")
    office.clock.set("2026-09-12T10:00")
    with office.unit_of_work() as unit:
        unit.trail.add(cases["looked_up"], "answer.rated", {}, citizen("203.0.113.8"))
    look(office)
    for name in names[:2]:
        assert SignalCode.TOLD_WITHOUT_ATTEMPT in fired(office, cases[name]), name
    for name in names[2:]:
        assert SignalCode.TOLD_WITHOUT_ATTEMPT not in fired(office, cases[name]), name


def test_an_extension_told_by_nothing_fires(office: FullOffice) -> None:
    bad, good = case_of(office), case_of(office)
    with office.unit_of_work() as unit:
        for no, (case, ways) in enumerate(((bad, ["phone"]), (good, ["query_code"]))):
            row = Extension(id=new_id(), complaint_id=case, no=1, round=1, requested_by=HANDLER, amount=5)
            row.requested_at = row.old_due_at = parse_moment("2026-09-09T10:00")
            row.reason, row.unit, row.extended_clock_id = "取证", "workday", f"{no}" * 32
            row.told_at, row.told_by, row.told_ways = parse_moment("2026-09-09T11:00"), HANDLER, ways
            unit.session.add(row)
    look(office)
    assert SignalCode.TOLD_WITHOUT_ATTEMPT in fired(office, bad)
    assert SignalCode.TOLD_WITHOUT_ATTEMPT not in fired(office, good)


def test_closed_without_evidence_fires_and_members_of_a_mass_complaint_do_not(office: FullOffice) -> None:
    names = ("none", "unjudged", "judged", "unverifiable", "member", "open")
    cases = {name: case_of(office) for name in names}
    with office.unit_of_work() as unit:
        for name, case in cases.items():
            kind = Finding.UNVERIFIABLE if name == "unverifiable" else Finding.NOT_SUBSTANTIATED
            findings(unit, case, "2026-09-10T10:00", f"{name}核查情况", finding=kind)
            if name != "open":
                close(unit, case, "2026-09-20T10:00")
        evidence(unit, cases["unjudged"], "2026-09-09T10:00", judged=False)
        evidence(unit, cases["judged"], "2026-09-09T10:00", judged=True)
        join(unit, cases["judged"], cases["member"])
    look(office)
    told = {name: fired(office, case).get(SignalCode.CLOSED_WITHOUT_EVIDENCE) for name, case in cases.items()}
    assert {name: row.evidence[-1]["what"] for name, row in told.items() if row} == {
        "none": "no_item",
        "unjudged": "none_judged",
    }


def test_satisfaction_by_the_handler_or_of_the_unreached_fires_and_a_visitors_does_not(
    office: FullOffice,
) -> None:
    own, vain, good = case_of(office), case_of(office), case_of(office)
    with office.unit_of_work() as unit:
        rated(unit, own, "2026-09-20T10:00", HANDLER)
        rated(unit, vain, "2026-09-20T10:00", VISITOR, reached=False)
        rated(unit, good, "2026-09-20T10:00", VISITOR)
    look(office)
    assert fired(office, own)[SignalCode.SATISFACTION_ENTERED].evidence[0]["what"] == "by_handler"
    assert fired(office, vain)[SignalCode.SATISFACTION_ENTERED].evidence[0]["what"] == "not_reached"
    assert not fired(office, good) and asked(office, good) == {SignalCode.SATISFACTION_ENTERED}


def test_a_burst_before_the_limit_fires_and_a_habit_does_not(office: FullOffice) -> None:
    due = parse_moment("2026-09-21T17:30")

    def answer_all(by: str, minutes: int, day: int) -> list[str]:
        cases = cases_of(office, 6)
        with office.unit_of_work() as unit:
            for no, case in enumerate(cases):
                until = due + timedelta(days=day)
                answered(unit, case, (until - timedelta(minutes=minutes + no), until), by)
        return cases

    answer_all(HANDLER, 2_000, -7)
    for back in (-7, -6, -5):
        answer_all(OTHER, 60, back)
    for back in range(-16, -7):
        answer_all(VISITOR, 3_000, back)
    burst, habit = answer_all(HANDLER, 30, 0), answer_all(OTHER, 30, 0)
    look(office)
    rows = [fired(office, case).get(SignalCode.CLOSING_BURST) for case in burst]
    (row,) = [row for row in rows if row]
    assert row.person == HANDLER, "one day is one event"
    assert [part["what"] for part in row.evidence].count("same_burst") == 5
    assert not any(fired(office, case) for case in habit), "who always works up to the limit makes no burst"


def test_a_burst_of_approvals_and_settlements_before_the_limit_of_resolving_fires(office: FullOffice) -> None:
    """They stop the limit that the complainant is told of; only findings and answers were looked at."""
    due = parse_moment("2026-09-21T17:30")
    usual, burst = cases_of(office, 12), cases_of(office, 6)
    with office.unit_of_work() as unit:
        for no, case in enumerate(usual):
            until = due - timedelta(days=7)
            resolved(unit, case, (until - timedelta(minutes=3_000 + no), until), OTHER)
        for no, case in enumerate(burst):
            resolved(unit, case, (due - timedelta(minutes=30 + no), due), OTHER, is_on_spot=no % 2 == 0)
    look(office)
    (row,) = [row for case in burst if (row := fired(office, case).get(SignalCode.CLOSING_BURST))]
    assert row.person == OTHER and [part["what"] for part in row.evidence].count("same_burst") == 5
    assert not any(fired(office, case) for case in usual)
    assert all(SignalCode.CLOSING_BURST in asked(office, case) for case in usual), "each was asked about"


def test_pauses_without_cause_fire_and_answered_ones_do_not(office: FullOffice) -> None:
    names = ("none", "bridge", "answered", "early")
    cases = {name: case_of(office) for name in names}
    with office.unit_of_work() as unit:
        for name, case in cases.items():
            clock = open_clock(OpenClock(case, ClockKind.ACCEPTANCE, 1, unit.clock.now()), unit)
            subject = new_id()
            begun = clock.original_due_at - timedelta(days=3 if name == "early" else 0, hours=2)
            if name != "none":
                state = RequestState.ANSWERED if name == "answered" else RequestState.EXPIRED
                ask = SupplementRequest(id=subject, complaint_id=case, no=1, round=1, requested_by=HANDLER)
                ask.requested_at, ask.items, ask.window_wd, ask.state = begun, "身份证明", 3, state
                ask.window_ends_at = begun + timedelta(days=3)
                unit.session.add(ask)
            pause = ClockPause(clock_id=clock.id, subject_id=subject, reason_code=ClockPauseReason.SUPPLEMENT)
            pause.started_at, pause.ended_at = begun, clock.original_due_at + timedelta(days=1)
            unit.session.add(pause)
    look(office)
    told = {name: fired(office, case).get(SignalCode.GROUNDLESS_PAUSE) for name, case in cases.items()}
    assert {name: row.evidence[-1]["what"] for name, row in told.items() if row} == {
        "none": "no_request",
        "bridge": "resumed_unanswered",
    }


def test_a_pause_over_the_day_is_judged_by_the_day_that_stood_when_it_began(office: FullOffice) -> None:
    """A letter that left before gives its longer time by its own day; the clock moved only when that was on record."""
    cases = {name: case_of(office) for name in ("moved_after", "moved_before")}
    with office.unit_of_work() as unit:
        for name, case in cases.items():
            clock = open_clock(OpenClock(case, ClockKind.ACCEPTANCE, 1, unit.clock.now()), unit)
            due, subject = clock.original_due_at, new_id()
            begun, ended = due - timedelta(hours=2), due + timedelta(days=1)
            ask = SupplementRequest(id=subject, complaint_id=case, no=1, round=1, requested_by=HANDLER)
            ask.requested_at, ask.items, ask.window_wd, ask.window_ends_at = begun, "身份证明", 3, ended
            ask.state = RequestState.EXPIRED
            pause = ClockPause(clock_id=clock.id, subject_id=subject, reason_code=ClockPauseReason.SUPPLEMENT)
            pause.started_at, pause.ended_at = begun, ended
            row = Extension(id=new_id(), complaint_id=case, no=1, round=1, requested_by=HANDLER, amount=5)
            row.requested_at, row.old_due_at, row.new_due_at = begun, due, due + timedelta(days=7)
            row.reason, row.unit, row.extended_clock_id = "取证", "wd", clock.id
            row.told_at, row.told_by, row.told_ways = due - timedelta(hours=6), HANDLER, ["query_code"]
            row.state, row.is_effective = RequestState.ANSWERED, True
            row.ended_at = ended if name == "moved_after" else due - timedelta(hours=4)
            unit.session.add_all((ask, pause, row))
    look(office)
    told = {name for name, case in cases.items() if SignalCode.GROUNDLESS_PAUSE in fired(office, case)}
    assert told == {"moved_after"}


def test_findings_before_the_reply_fire_and_after_its_time_do_not(office: FullOffice) -> None:
    names = ("before", "after", "no_reply", "lapsed")
    cases = {name: case_of(office) for name in names}
    with office.unit_of_work() as unit:
        for name, case in cases.items():
            ask = RespondentRequest(id=new_id(), complaint_id=case, no=1, round=1, requested_by=HANDLER)
            ask.unit_code, ask.questions = "RS", "请说明当时情况"
            ask.requested_at, ask.window_ends_at = (
                parse_moment("2026-09-07T10:00"),
                parse_moment("2026-09-14T09:00"),
            )
            if name in ("before", "after"):
                ask.replied_at = parse_moment("2026-09-11T10:00")
            if name == "lapsed":
                ask.ended_at = parse_moment("2026-09-08T10:00")
            unit.session.add(ask)
            at = {"before": "2026-09-10T10:00", "after": "2026-09-11T11:00", "lapsed": "2026-09-09T10:00"}
            findings(unit, case, at.get(name, "2026-09-14T09:30"), f"{name}核查")
    look(office)
    assert [name for name, case in cases.items() if SignalCode.BEFORE_REPLY in fired(office, case)] == [
        "before"
    ]


def test_a_withdrawal_within_minutes_of_its_handler_fires_and_an_answer_to_him_does_not(
    office: FullOffice,
) -> None:
    names = ("beside", "told", "alone", "verified", "dropped")
    cases = {name: case_of(office) for name in names}
    handler = office.actor(HANDLER)
    for name, case in cases.items():
        office.clock.set("2026-09-08T10:00")
        with office.unit_of_work() as unit:
            if name in ("beside", "told", "dropped"):
                unit.trail.add(case, "evidence.judged", {}, handler)
            if name == "told":
                unit.trail.add(case, "entry.recorded", {}, handler)
        office.clock.set("2026-09-08T10:06")
        with office.unit_of_work() as unit:
            side = RequestedSide.STAFF if name == "verified" else RequestedSide.COMPLAINANT
            by = OTHER if name == "verified" else "citizen"
            row = Withdrawal(
                id=new_id(), complaint_id=case, no=1, round=1, requested_by=by, reason="不投诉了"
            )
            row.requested_at, row.requested_side = unit.clock.now(), side
            row.is_confirmed, row.verified_by = name != "dropped", OTHER
            unit.session.add(row)
    look(office)
    told = {name: fired(office, case).get(SignalCode.WITHDRAWN_NEARBY) for name, case in cases.items()}
    assert {name: (row.person, row.evidence[1]["what"]) for name, row in told.items() if row} == {
        "beside": (HANDLER, "act_of_handler"),
        "verified": (OTHER, "verified_by_same"),
    }
