"""Requests, windows, withdrawal, runs and acts as both databases keep them."""

from __future__ import annotations

from models.beside.supplement_request import SupplementRequest
from models.case.case_run import CaseRun
from models.case.lifecycle import ClockKind, Outcome, RequestState, Rung, Stage
from models.ledger.trail_check import verify_trail
from services.actor import SYSTEM, citizen
from services.acts.list_acts import list_acts
from services.beside.withdrawal.ask_to_withdraw import AskToWithdraw, ask_to_withdraw
from services.beside.withdrawal.conclude_withdrawal import ConcludeWithdrawal, conclude_withdrawal
from services.case.archive_case import ArchiveCase, archive_case
from services.identity.query_code import derive_query_code
from services.once.once_per_job import JobIdentity
from services.requests.kinds.supplement import SUPPLEMENT
from tests.full_office import FullOffice
from tests.unit.services.projected_task import accept, submit
from tests.unit.services.requests_office import (
    act,
    ask_for_material,
    case_of,
    check,
    clock_of,
    send_material,
)


def test_rounds_of_material_hold_clocks_expire_and_lapse(office: FullOffice) -> None:
    """R49: answered, expired, late and lapsed on this database; the limit stands still for the first request alone."""
    case = office.file().complaint_id
    first, second = ask_for_material(office, case), ask_for_material(office, case)
    assert clock_of(office, case, ClockKind.ACCEPTANCE).rung is Rung.PAUSED
    send_material(office, case, first)
    assert clock_of(office, case, ClockKind.ACCEPTANCE).rung is Rung.WITHIN
    office.clock.set("2026-09-15T09:00")
    checked = check(office, SUPPLEMENT, second)
    assert check(office, SUPPLEMENT, second) == checked
    assert clock_of(office, case, ClockKind.ACCEPTANCE).rung is Rung.WITHIN
    accept(office, case)
    third = ask_for_material(office, case, "xun.wenshi")
    with office.unit_of_work() as unit:
        unit.session.get_one(SupplementRequest, third).items = "另请提供照片"
    states = {row.id: row.state for row in office.rows(SupplementRequest)}
    assert states == {
        first: RequestState.ANSWERED,
        second: RequestState.EXPIRED,
        third: RequestState.OPEN,
    }
    with office.database.read() as session:
        assert verify_trail(session).fault is None


def test_a_withdrawn_case_is_archived_and_opened_again(office: FullOffice) -> None:
    """Withdrawal, archive and re-opening on this database; lists read without a lock."""
    case = office.file().complaint_id
    complaint = case_of(office, case)
    wish = AskToWithdraw(complaint.number, derive_query_code(complaint.submission_id), "问题已解决")
    ask_to_withdraw(wish, office.unit_of_work(), citizen("203.0.113.7"))
    submit(office, case, "verify-withdrawal", "wen.rusheng", is_confirmed="yes", way="phone")
    job = JobIdentity("950", "2251799813685301", "complaint.conclude-withdrawal")
    concluded = conclude_withdrawal(ConcludeWithdrawal(case, 1, job), office.unit_of_work(), SYSTEM)
    assert concluded.outcome == Outcome.WITHDRAWN.value
    rows = {
        row.act: row.why_not for row in list_acts(case, office.unit_of_work(), office.actor("wen.rusheng"))
    }
    assert rows["request-withdrawal"] == "DECISION_MADE"
    submit(
        office,
        case,
        "give-answer",
        "wen.rusheng",
        findings_text="一",
        decision_text="二",
        measures_text="三",
        ways=["phone"],
    )
    archived = JobIdentity("951", "2251799813685301", "complaint.archive-case")
    archive_case(ArchiveCase(case, 1, archived), office.unit_of_work(), SYSTEM)
    act(office, case, "reopen-case", "jian.rujing", reason="撤回非本人意愿")
    assert (case_of(office, case).stage, case_of(office, case).round) == (Stage.INTAKE, 2)
    assert sorted(run.run_no for run in office.rows(CaseRun)) == [1, 2]
