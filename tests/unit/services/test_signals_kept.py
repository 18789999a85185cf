"""弄虚作假线索: what a look found is kept once, read by who may, judged by nobody of his own, and decided once."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from models.case.respondent import Respondent
from models.clock.clock import Clock
from models.ground.codes import RespondentMatch
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.ids import new_id
from models.ground.signal_codes import SignalCode, SignalState
from models.ledger.trail_event import TrailEvent
from models.office.falsification_signal import FalsificationSignal, SignalExposure, SignalWatch
from services.signals.decide_signal import DecideSignal, decide_signal
from services.signals.read_signals import AskedSignals, read_signal, read_signals
from tests.full_office import FullOffice
from tests.unit.services.signalled_cases import (
    DIRECTOR,
    HANDLER,
    SUPERVISOR,
    VISITOR,
    case_of,
    cases_of,
    contact,
    findings,
    fired,
    look,
    rated,
    sending,
    touch,
)
from tests.web_staff.cases import restrict_to


def test_the_same_look_changes_nothing_and_what_goes_together_later_is_told_as_ceased(
    office: FullOffice,
) -> None:
    case = case_of(office)
    with office.unit_of_work() as unit:
        sending(unit, case, "2026-09-10T10:00", "phone")
    assert look(office, "2026-09-07T11:00") == 0, "what belongs together has time to settle"
    look(office)
    (row,) = office.rows(FalsificationSignal)
    assert look(office) == 0 or len(office.rows(FalsificationSignal)) == 1
    assert [one.payload["raised"] for one in office.rows(TrailEvent, kind="signal.raised")] == [
        {"told_without_attempt": 1}
    ]
    with office.unit_of_work() as unit:
        contact(unit, case, "2026-09-10T11:00", "2026-09-10T10:30")
    touch(office, case)
    look(office, "2026-12-02T09:00")
    (after,) = office.rows(FalsificationSignal)
    assert (after.id, after.state) == (row.id, SignalState.OPEN) and after.ceased_at is not None
    (told,) = [one for one in office.rows(SignalExposure) if one.code is SignalCode.TOLD_WITHOUT_ATTEMPT]
    assert told.fires == 0
    (watch,) = office.rows(SignalWatch)
    assert ["told_without_attempt", HANDLER, 1, 0] in watch.rates


def test_a_case_that_cannot_be_judged_keeps_no_other_from_being_looked_at(office: FullOffice) -> None:
    bad, good = cases_of(office, 2)
    with office.unit_of_work() as unit:
        for case in (bad, good):
            rated(unit, case, "2026-09-20T10:00", HANDLER)
            findings(unit, case, "2026-09-12T10:00")
    look(office)
    with office.unit_of_work() as unit:
        unit.session.execute(
            text("UPDATE matter SET facts = 'torn' WHERE complaint_id = :case"), {"case": bad}
        )
    touch(office, bad)
    with pytest.raises(ValueError, match=r"."):
        look(office, "2026-12-02T09:00")
    touch(office, good)
    later = case_of(office)
    with office.unit_of_work() as unit:
        rated(unit, later, "2026-09-20T10:00", HANDLER)
    assert look(office, "2026-12-02T12:00") == 1, "with others beside it, it alone is left out"
    for case in (bad, good, later):
        assert SignalCode.SATISFACTION_ENTERED in fired(office, case), "and what was found of it stays"
    assert look(office, "2026-12-02T13:00") == 0


def test_nobody_reads_or_judges_his_own_and_none_of_a_case_kept_from_him(office: FullOffice) -> None:
    own, about, closed, good = (case_of(office) for _ in range(4))
    with office.unit_of_work() as unit:
        for case, by in ((own, SUPERVISOR), (about, VISITOR), (closed, VISITOR), (good, VISITOR)):
            rated(unit, case, "2026-09-20T10:00", by, reached=False)
        unit.session.add(
            Respondent(
                id=new_id(),
                complaint_id=about,
                no=1,
                staff_id=SUPERVISOR,
                match=RespondentMatch.EXACT,
                candidates=[],
                confirmed_at=unit.clock.now(),
            )
        )
    restrict_to(office, closed, DIRECTOR)
    look(office)
    supervisor, director = office.actor(SUPERVISOR), office.actor(DIRECTOR)
    page = read_signals(AskedSignals(), office.unit_of_work(), supervisor)
    assert [line.signal.complaint_id for line in page.lines] == [good]
    assert page.waiting == {SignalCode.SATISFACTION_ENTERED: 1}
    rates = {row.code: (row.looked, row.fired) for row in page.rules}
    assert rates[SignalCode.SATISFACTION_ENTERED] == (1, 1), "neither his own nor what is kept from him"
    assert [one.person for one in page.ranked] == [VISITOR]
    of = {row.complaint_id: row.id for row in office.rows(FalsificationSignal)}
    for case in (own, about, closed):
        with pytest.raises(NotFound):
            read_signal(of[case], office.unit_of_work(), supervisor)
        with pytest.raises(NotFound):
            decide_signal(DecideSignal(of[case], "dismiss", "无事"), office.unit_of_work(), supervisor)
    assert len(read_signals(AskedSignals(), office.unit_of_work(), director).lines) == 4
    with pytest.raises(NotPermitted):
        read_signals(AskedSignals(), office.unit_of_work(), office.actor(HANDLER))


def test_a_signal_is_decided_once_with_a_reason(office: FullOffice) -> None:
    case = case_of(office)
    with office.unit_of_work() as unit:
        rated(unit, case, "2026-09-20T10:00", HANDLER)
    look(office)
    (row,) = office.rows(FalsificationSignal)
    supervisor, director = office.actor(SUPERVISOR), office.actor(DIRECTOR)
    with pytest.raises(InvalidInput) as refused:
        decide_signal(DecideSignal(row.id, "punish", " "), office.unit_of_work(), supervisor)
    assert refused.value.errors == {"decision": "REQUIRED", "reason": "REQUIRED"}
    for _ in range(2):
        decide_signal(
            DecideSignal(row.id, "dismiss", "代班，已核对通话记录"), office.unit_of_work(), supervisor
        )
    with pytest.raises(Conflict):
        decide_signal(DecideSignal(row.id, "take_up", "调看录音"), office.unit_of_work(), director)
    (row,) = office.rows(FalsificationSignal)
    assert (row.state, row.reason, row.decided_by) == (
        SignalState.DISMISSED,
        "代班，已核对通话记录",
        SUPERVISOR,
    )
    assert len(office.rows(TrailEvent, kind="signal.dismissed")) == 1
    touch(office, case)
    look(office, "2026-12-02T09:00")
    assert office.rows(FalsificationSignal)[0].state is SignalState.DISMISSED, "a look undoes no decision"
    assert office.rows(Clock) == []
