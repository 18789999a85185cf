"""The jobs of the stages at least once: twice on one job is once, with the same answer (C12)."""

from __future__ import annotations

import pytest

from models.beside.referral import Referral
from models.beside.supplement_request import SupplementRequest
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, FileEntryKind, RequestState, Stage
from models.case.matter import Matter
from models.case.suggestion import Suggestion
from models.clock.clock import Clock
from models.clock.legal_time import parse_moment
from services.case.record_entry import RecordEntry, record_entry
from services.views.task_page import get_task
from tests.full_office import FullOffice
from tests.unit.services.projected_task import ACCEPT, REFUSE, add_task, submit
from tests.workers.test_jobs import answer, counts, job
from workers import complaint, intake, supplement
from workers.hardened.job_route import JobRouter

DECISION = {"category": "bad_attitude", "route": "intervene", "complexity": "simple"}
REFER = {"decision": "refer", "refer_to": "X-CGZF"}
SUGGESTED = {
    "suggested_category": "bad_attitude",
    "suggested_severity": "serious",
    "suggested_route": "intervene",
    "suggested_unit": "RS",
    "suggested_complexity": "normal",
}


def twice(office: FullOffice, router: JobRouter, job_type: str, **variables: object) -> dict[str, object]:
    """Do one job two times; its answer, once nothing more happened."""
    one = job(job_type, **variables)
    first = answer(office, router, one)
    before = counts(office)
    office.clock.set("2026-11-30T10:00")
    assert answer(office, router, one) == first
    assert counts(office) == before
    assert isinstance(first, dict)
    return first


def decide(office: FullOffice, case: str, *matters: dict[str, object]) -> None:
    submit(office, case, "decide-acceptance", "ying.shoudao", **DECISION, matters=list(matters))


def end_referral(office: FullOffice, case: str, at: str, *, is_back: bool = False) -> None:
    """The outside unit has answered, or the matter came back by arbitration."""
    with office.unit_of_work() as unit:
        row = unit.session.query(Referral).filter_by(complaint_id=case).one()
        row.state, row.ended_at = RequestState.ANSWERED, parse_moment(at)
        if not is_back:
            row.signed_at = row.requested_at
        else:
            for matter in unit.session.query(Matter).filter_by(referral_id=row.id):
                matter.decision = matter.referral_id = matter.referred_to = matter.decided_at = None


def test_triage_asks_with_codes_and_numbers_only(office: FullOffice) -> None:
    """No word of the complaint leaves for the engine."""
    case = office.file().complaint_id
    facts = twice(office, intake.router, "complaint.prepare-triage", complaint_id=case)
    assert facts == {
        "channel": "portal",
        "category_hint": "irregular_operation",
        "claim_count": 2,
        "is_urgent_hint": False,
        "is_real_name": True,
        "respondent_unit": "RS",
        "respondent_area": "C",
        "item_duty": facts["item_duty"],
        "unit_count": 1,
    }
    assert "失业" not in str(facts)


def test_suggestion_is_shown_and_decides_nothing(office: FullOffice) -> None:
    """R120: on the form in words; the case is as it was until a person decides."""
    case = office.file().complaint_id
    twice(office, intake.router, "complaint.record-suggestion", complaint_id=case, **SUGGESTED)
    row = office.rows(Suggestion, complaint_id=case)[0]
    assert (row.unit, row.versions["facts"]["respondent_area"]) == ("RS", "C")
    assert office.rows(Complaint, id=case)[0].route is None
    key = add_task(office, case, "decide-acceptance")
    data = get_task(key, office.unit_of_work(), office.actor("ying.shoudao")).data
    assert data["suggested_category_label"] == "服务态度差"
    assert str(data["suggested_unit_label"]).startswith("云河市人力资源和社会保障局（驻厅）（被投诉单位，")
    assert "unit" not in data


def test_authority_outside_is_suggested_and_not_filled_in(office: FullOffice) -> None:
    """R120: it may be referred to; the unit that handles is one of the centre."""
    case = office.file(respondent_window="").complaint_id
    outside = {**SUGGESTED, "suggested_unit": "X-PZ"}
    twice(office, intake.router, "complaint.record-suggestion", complaint_id=case, **outside)
    key = add_task(office, case, "decide-acceptance")
    data = get_task(key, office.unit_of_work(), office.actor("ying.shoudao")).data
    assert data["suggested_unit_label"] == "平泽市政务服务中心"
    assert "unit" not in data


def test_suggestion_without_a_rule_is_none(office: FullOffice) -> None:
    """A table of an owner may have no row for a case."""
    case = office.file().complaint_id
    nothing = dict.fromkeys(SUGGESTED, None)
    twice(office, intake.router, "complaint.record-suggestion", complaint_id=case, **nothing)
    key = add_task(office, case, "decide-acceptance")
    data = get_task(key, office.unit_of_work(), office.actor("ying.shoudao")).data
    assert data["suggested_route_label"] == "无建议"


def test_first_contact_meets_its_own_limit(office: FullOffice) -> None:
    """A named complainant is called within one working day; the entry of the call stops the clock."""
    case = office.file().complaint_id
    one = job("complaint.start-case-run", complaint_id=case, run_no=1)
    told = answer(office, complaint.router, one)
    (clock,) = office.rows(Clock, complaint_id=case, kind=ClockKind.FIRST_CONTACT)
    assert isinstance(told, dict)
    assert told["first_contact_clock_id"] == clock.id
    assert clock.due_at == parse_moment("2026-09-08T17:00")
    entry = RecordEntry(case, FileEntryKind.FIRST_CONTACT, "电话告知编号", ("phone",))
    record_entry(entry, office.unit_of_work(), office.actor("wen.rusheng"))
    (clock,) = office.rows(Clock, complaint_id=case, kind=ClockKind.FIRST_CONTACT)
    assert clock.stop_reason == "contacted"


def test_nobody_is_called_who_gave_no_name(office: FullOffice) -> None:
    """No clock, and the diagram's watch ends at once."""
    case = office.file(is_anonymous=True).complaint_id
    told = twice(office, complaint.router, "complaint.start-case-run", complaint_id=case, run_no=1)
    assert told["first_contact_clock_id"] is None


def test_answer_of_a_handed_over_case_is_due_since_the_last_word(office: FullOffice) -> None:
    """S019: the limit counts from the result that the unit reported, not from the job."""
    case = office.file().complaint_id
    decide(office, case, REFER, REFER)
    end_referral(office, case, "2026-09-09T15:00")
    office.clock.set("2026-09-10T10:00")
    told = twice(office, complaint.router, "complaint.conclude-handling", complaint_id=case, round=1)
    (clock,) = office.rows(Clock, complaint_id=case, kind=ClockKind.FEEDBACK)
    assert told == {
        "has_returned": False,
        "outcome": "referred",
        "handler_id": "ying.shoudao",
        "feedback_clock_id": clock.id,
        "needs_answer_task": True,
        "acceptance_clock_id": None,
    }
    assert clock.opened_at == parse_moment("2026-09-09T15:00")


def test_matters_that_came_back_are_due_when_they_were_due_at_first(office: FullOffice) -> None:
    """S020: a wrong referral costs the complainant no day."""
    case = office.file().complaint_id
    (first,) = office.rows(Clock, complaint_id=case, kind=ClockKind.ACCEPTANCE)
    decide(office, case, REFER, REFER)
    end_referral(office, case, "2026-09-08T14:00", is_back=True)
    office.clock.set("2026-09-08T14:10")
    told = twice(office, complaint.router, "complaint.conclude-handling", complaint_id=case, round=1)
    again = next(
        clock
        for clock in office.rows(Clock, complaint_id=case, kind=ClockKind.ACCEPTANCE)
        if clock.id != first.id
    )
    assert (told["has_returned"], told["acceptance_clock_id"]) == (True, again.id)
    assert again.due_at == first.due_at
    assert office.rows(Complaint, id=case)[0].stage is Stage.INTAKE
    decide(office, case, ACCEPT, REFUSE)
    assert office.rows(Complaint, id=case)[0].stage is Stage.INVESTIGATION


@pytest.mark.parametrize(("now", "is_over"), [("2026-09-08T10:00", False), ("2026-09-15T09:00", True)])
def test_window_of_a_supplement_is_asked_for(office: FullOffice, now: str, is_over: bool) -> None:
    """The timer only asks; whether the window is over says the database."""
    case = office.file().complaint_id
    with office.unit_of_work() as unit:
        unit.session.add(
            SupplementRequest(
                id="5" * 32,
                complaint_id=case,
                no=1,
                round=1,
                state=RequestState.OPEN,
                requested_by="wen.rusheng",
                requested_at=office.clock.now(),
                items="请补充窗口",
                window_wd=5,
                window_ends_at=parse_moment("2026-09-15T09:00"),
            )
        )
    office.clock.set(now)
    told = twice(
        office, supplement.router, "complaint.check-supplement-window", supplement_request_id="5" * 32
    )
    assert told["is_window_over"] is is_over
