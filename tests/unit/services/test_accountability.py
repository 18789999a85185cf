"""问责登记: suspicion, evidence, the person's own words, decision by a second, appeal to a third; four eyes are people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.ground.accountability_codes import (
    AccountabilityAct,
    AccountabilityMeasure,
    AccountabilityState,
    AppealResult,
)
from models.ground.errors import InvalidInput, NotFound, NotPermitted, RuleRefused
from models.ledger.trail_event import TrailEvent
from models.office.accountability import Accountability
from models.office.falsification_signal import FalsificationSignal
from models.office.staff import Staff
from services.accountability.add_evidence import AddEvidence, add_evidence
from services.accountability.answer_for_oneself import OwnWords, appeal, say
from services.accountability.ask_person import AskPerson, ask_person
from services.accountability.decide_record import DecideAppeal, DecideRecord, decide_appeal, decide_record
from services.accountability.list_own_work import list_own_work
from services.accountability.open_record import OpenRecord, open_record
from services.accountability.reach_person import HandOver, confirm_read, hand_over
from services.accountability.read_records import read_record, read_records
from services.signals.decide_signal import DecideSignal, decide_signal
from tests.full_office import FullOffice
from tests.unit.services.signalled_cases import DIRECTOR, HANDLER, OTHER, SUPERVISOR, case_of, look, rated

SECOND, SENDING = "du.daodi", "a" * 32
DECISION = ("criticism", "属实，情节轻微", "20")


@pytest.fixture
def staffed(office: FullOffice) -> FullOffice:
    """Two supervisors and a director: three pairs of eyes."""
    with office.unit_of_work() as unit:
        unit.session.get_one(Staff, SECOND).roles = ["supervisor"]
    return office


def row_of(office: FullOffice) -> Accountability:
    (row,) = office.rows(Accountability)
    return row


def opened(office: FullOffice, by: str = SUPERVISOR, person: str = HANDLER) -> str:
    command = OpenRecord(SENDING, person, "hand", "九月二日的联系记录系九月十日补记，未说明原因")
    return open_record(command, office.unit_of_work(), office.actor(by))


def asked(office: FullOffice) -> str:
    record = opened(office)
    return ask_person(AskPerson(record, "5"), office.unit_of_work(), office.actor(SUPERVISOR))


def decide(office: FullOffice, record: str, by: str) -> None:
    decide_record(DecideRecord(record, *DECISION), office.unit_of_work(), office.actor(by))


def told(office: FullOffice) -> str:
    record = asked(office)
    say(OwnWords(record, "当日系统停机"), office.unit_of_work(), office.actor(HANDLER))
    decide(office, record, SECOND)
    return confirm_read(record, office.unit_of_work(), office.actor(HANDLER))


def test_a_signal_that_was_taken_up_becomes_a_suspicion_with_its_evidence(staffed: FullOffice) -> None:
    case = case_of(staffed)
    with staffed.unit_of_work() as unit:
        rated(unit, case, "2026-09-20T10:00", HANDLER)
    look(staffed)
    (signal,) = staffed.rows(FalsificationSignal)
    command = OpenRecord(SENDING, "", "", "自己录入评价", signal.id)
    with pytest.raises(InvalidInput):
        open_record(command, staffed.unit_of_work(), staffed.actor(SUPERVISOR))
    decide_signal(
        DecideSignal(signal.id, "take_up", "调录音"), staffed.unit_of_work(), staffed.actor(SUPERVISOR)
    )
    record = open_record(command, staffed.unit_of_work(), staffed.actor(SUPERVISOR))
    assert record == open_record(command, staffed.unit_of_work(), staffed.actor(SUPERVISOR)), "sent twice"
    page = read_record(record, staffed.unit_of_work(), staffed.actor(DIRECTOR))
    assert (page.row.person, page.signals[signal.id].complaint_id) == (HANDLER, case)
    for _ in range(2):
        add_evidence(AddEvidence(record, "", "通话清单一页"), staffed.unit_of_work(), staffed.actor(DIRECTOR))
    with pytest.raises(InvalidInput):
        add_evidence(AddEvidence(record, "YH-0", "无"), staffed.unit_of_work(), staffed.actor(DIRECTOR))
    assert len(read_record(record, staffed.unit_of_work(), staffed.actor(DIRECTOR)).evidence) == 2


def test_the_person_sees_nothing_before_he_is_asked_and_only_his_own_then(staffed: FullOffice) -> None:
    record, person = opened(staffed), staffed.actor(HANDLER)
    assert not read_records("", staffed.unit_of_work(), person).own
    with pytest.raises(NotFound):
        read_record(record, staffed.unit_of_work(), person)
    ask_person(AskPerson(record, "5"), staffed.unit_of_work(), staffed.actor(SUPERVISOR))
    assert [row.id for row in read_records("", staffed.unit_of_work(), person).own] == [record]
    assert read_record(record, staffed.unit_of_work(), person).may == {
        AccountabilityAct.READ,
        AccountabilityAct.SAY,
    }
    with pytest.raises(NotFound):
        read_record(record, staffed.unit_of_work(), staffed.actor(OTHER))
    with pytest.raises(NotPermitted):
        ask_person(AskPerson(record, ""), staffed.unit_of_work(), person)
    with pytest.raises(NotPermitted):
        hand_over(HandOver(record, ""), staffed.unit_of_work(), person)


def test_what_waits_for_the_person_is_among_his_tasks_and_of_nobody_else(staffed: FullOffice) -> None:
    def waits(login: str = HANDLER) -> list[tuple[str, bool]]:
        rows = list_own_work(staffed.unit_of_work(), staffed.actor(login))
        return [(row.what, row.due_at is not None) for row in rows]

    record = opened(staffed)
    assert waits() == []
    ask_person(AskPerson(record, "5"), staffed.unit_of_work(), staffed.actor(SUPERVISOR))
    assert waits() == [("answer", False)] and waits(SUPERVISOR) == waits(OTHER) == []
    confirm_read(record, staffed.unit_of_work(), staffed.actor(HANDLER))
    assert waits() == [("answer", True)]
    staffed.clock.set("2026-09-30T10:00")
    assert waits() == [], "his time has gone by"
    decide(staffed, record, SECOND)
    assert waits() == [("read", False)]
    confirm_read(record, staffed.unit_of_work(), staffed.actor(HANDLER))
    assert waits() == []


def test_nobody_opens_sees_or_decides_his_own(staffed: FullOffice) -> None:
    with pytest.raises(NotPermitted):
        opened(staffed, SUPERVISOR, SUPERVISOR)
    record = opened(staffed, DIRECTOR, SUPERVISOR)
    assert read_records("", staffed.unit_of_work(), staffed.actor(SUPERVISOR)).rows == []
    with pytest.raises(NotFound):
        read_record(record, staffed.unit_of_work(), staffed.actor(SUPERVISOR))
    ask_person(AskPerson(record, "5"), staffed.unit_of_work(), staffed.actor(DIRECTOR))
    with pytest.raises(NotPermitted) as refused:
        decide(staffed, record, SUPERVISOR)
    assert refused.value.code == "OWN_RECORD"


def test_nobody_decides_before_the_person_was_heard_or_let_his_time_go_by(staffed: FullOffice) -> None:
    record = asked(staffed)
    staffed.clock.set("2026-09-30T10:00")
    with pytest.raises(RuleRefused) as refused:
        decide(staffed, record, SECOND)
    assert refused.value.code == "PERSON_NOT_HEARD", "the notice never reached him"
    hand_over(HandOver(record, "本人签收"), staffed.unit_of_work(), staffed.actor(SUPERVISOR))
    assert row_of(staffed).hear_until is not None and str(row_of(staffed).hear_until) == "2026-10-13"
    with pytest.raises(RuleRefused):
        decide(staffed, record, SECOND)
    staffed.clock.set("2026-10-14T09:00")
    with pytest.raises(RuleRefused) as late:
        say(OwnWords(record, "迟了"), staffed.unit_of_work(), staffed.actor(HANDLER))
    assert late.value.code == "RECORD_TOO_LATE"
    decide(staffed, record, SECOND)
    assert row_of(staffed).state is AccountabilityState.DECIDED


def test_who_linked_the_evidence_does_not_decide(staffed: FullOffice) -> None:
    record = opened(staffed)
    add_evidence(AddEvidence(record, "", "通话清单一页"), staffed.unit_of_work(), staffed.actor(SECOND))
    ask_person(AskPerson(record, "5"), staffed.unit_of_work(), staffed.actor(SUPERVISOR))
    say(OwnWords(record, "当日系统停机"), staffed.unit_of_work(), staffed.actor(HANDLER))
    with pytest.raises(NotPermitted) as refused:
        decide(staffed, record, SECOND)
    assert refused.value.code == "RECORD_NEEDS_ANOTHER"
    decide(staffed, record, DIRECTOR)


def test_three_people_open_decide_and_decide_the_appeal(staffed: FullOffice) -> None:
    record = asked(staffed)
    say(OwnWords(record, "当日系统停机"), staffed.unit_of_work(), staffed.actor(HANDLER))
    with pytest.raises(NotPermitted) as refused:
        decide(staffed, record, SUPERVISOR)
    assert refused.value.code == "RECORD_NEEDS_ANOTHER"
    with pytest.raises(RuleRefused):
        late = AddEvidence(record, "", "事后补充的材料")
        add_evidence(late, staffed.unit_of_work(), staffed.actor(DIRECTOR))
    for _ in range(2):
        decide(staffed, record, SECOND)
    assert row_of(staffed).told_at is None and row_of(staffed).appeal_until is None, (
        "nothing is told by deciding"
    )
    with pytest.raises(RuleRefused):
        appeal(OwnWords(record, "不服"), staffed.unit_of_work(), staffed.actor(HANDLER))
    for _ in range(2):
        confirm_read(record, staffed.unit_of_work(), staffed.actor(HANDLER))
    for _ in range(2):
        appeal(OwnWords(record, "有停机通知为证"), staffed.unit_of_work(), staffed.actor(HANDLER))
    command = DecideAppeal(record, "changed", "self_examination", "停机属实，改为责令检查")
    for by in (SUPERVISOR, SECOND):
        with pytest.raises(NotPermitted):
            decide_appeal(command, staffed.unit_of_work(), staffed.actor(by))
    with pytest.raises(InvalidInput) as wrong:
        same = DecideAppeal(record, "changed", "criticism", "")
        decide_appeal(same, staffed.unit_of_work(), staffed.actor(DIRECTOR))
    assert wrong.value.errors == {"appeal_reason": "REQUIRED", "appeal_measure": "REQUIRED"}
    for _ in range(2):
        decide_appeal(command, staffed.unit_of_work(), staffed.actor(DIRECTOR))
    row = row_of(staffed)
    assert (row.state, row.measure, row.appeal_result, row.appeal_measure) == (
        AccountabilityState.FINAL,
        AccountabilityMeasure.CRITICISM,
        AppealResult.CHANGED,
        AccountabilityMeasure.SELF_EXAMINATION,
    )
    kinds = [one.kind for one in staffed.rows(TrailEvent) if one.kind.startswith("accountability.")]
    assert kinds == [
        f"accountability.{name}"
        for name in ("opened", "asked", "said", "decided", "read", "appealed", "appeal_decided")
    ]


def test_where_nobody_else_is_left_the_superior_body_decides_the_appeal(office: FullOffice) -> None:
    """With one supervisor and one director an appeal waited for ever."""
    with office.unit_of_work() as unit:
        for person in unit.session.query(Staff).filter(Staff.login.not_in((SUPERVISOR, DIRECTOR))):
            person.roles = [role for role in person.roles if role not in ("supervisor", "director")]
    record = asked(office)
    say(OwnWords(record, "当日系统停机"), office.unit_of_work(), office.actor(HANDLER))
    decide(office, record, DIRECTOR)
    confirm_read(record, office.unit_of_work(), office.actor(HANDLER))
    appeal(OwnWords(record, "有停机通知为证"), office.unit_of_work(), office.actor(HANDLER))
    assert read_record(record, office.unit_of_work(), office.actor(DIRECTOR)).is_for_superior
    own = DecideAppeal(record, "revoked", "", "停机属实，撤销原决定")
    with pytest.raises(InvalidInput) as wrong:
        decide_appeal(own, office.unit_of_work(), office.actor(DIRECTOR))
    assert wrong.value.errors == {"appeal_paper": "REQUIRED"}
    with pytest.raises(NotPermitted):
        decide_appeal(own, office.unit_of_work(), office.actor(HANDLER))
    for _ in range(2):
        told = replace(own, paper="云河市政务服务管理局，云政管〔2026〕31号")
        decide_appeal(told, office.unit_of_work(), office.actor(DIRECTOR))
    row = row_of(office)
    assert (row.state, row.appeal_result) == (AccountabilityState.FINAL, AppealResult.REVOKED)
    assert row.appeal_reason is not None and "云政管〔2026〕31号" in row.appeal_reason


def test_the_time_to_appeal_runs_from_when_it_reached_him_and_ends(staffed: FullOffice) -> None:
    staffed.clock.set("2026-09-14T10:00")
    record = told(staffed)
    assert str(row_of(staffed).appeal_until) == "2026-10-16"
    staffed.clock.set("2026-10-16T23:00")
    assert AccountabilityAct.APPEAL in read_record(record, staffed.unit_of_work(), staffed.actor(HANDLER)).may
    staffed.clock.set("2026-10-17T00:30")
    page = read_record(record, staffed.unit_of_work(), staffed.actor(HANDLER))
    assert not page.may and page.is_closed
    with pytest.raises(RuleRefused):
        appeal(OwnWords(record, "不服"), staffed.unit_of_work(), staffed.actor(HANDLER))


@pytest.mark.parametrize("days", ["", "2", "31", "五", "9" * 5_000, "-5", "5.5"])
def test_days_out_of_range_are_refused(staffed: FullOffice, days: str) -> None:
    record = opened(staffed)
    with pytest.raises(InvalidInput):
        ask_person(AskPerson(record, days), staffed.unit_of_work(), staffed.actor(SUPERVISOR))
