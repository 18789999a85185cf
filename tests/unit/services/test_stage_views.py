"""What people see of the stages: open questions, moved dates, every round, and windows on the due-list."""

from __future__ import annotations

from datetime import date

import pytest

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, ClockMoveReason
from models.clock.legal_time import beijing_date, parse_moment
from models.ground.errors import NotPermitted
from models.ground.ids import ClockId
from services.actor import citizen
from services.beside.supplement.request_supplement import RequestSupplement, request_supplement
from services.beside.supplement.submit_supplement import SubmitSupplement, submit_supplement
from services.beside.withdrawal.ask_to_withdraw import AskToWithdraw, ask_to_withdraw
from services.clocks.get_clock import find_running_clock
from services.clocks.move_clock import MoveClock, move_clock
from services.filing.new_case import FiledComplaint
from services.once.once_per_job import JobIdentity
from services.requests.check_window import CheckWindow, check_window
from services.requests.kinds.supplement import SUPPLEMENT
from services.views.case_clocks import ClockLine
from services.views.open_windows import list_open_windows
from services.views.progress import FindProgress, Progress, find_progress
from tests.full_office import FullOffice
from tests.unit.services.projected_task import ACCEPT, submit, walk_to
from tests.whole_file import CaseFile, get_case_file

VISITOR = citizen("203.0.113.9")
DECISION = {"category": "bad_attitude", "route": "intervene", "complexity": "simple"}


def progress_of(office: FullOffice, filed: FiledComplaint) -> Progress:
    found = find_progress(FindProgress(filed.number, filed.query_code), office.unit_of_work(), VISITOR)
    assert found is not None
    return found


def file_of(office: FullOffice, case: str) -> CaseFile:
    return get_case_file(case, office.unit_of_work(), office.actor("ming.shouli"))


def clock_line(office: FullOffice, case: str, kind: ClockKind) -> ClockLine:
    (line,) = (clock for clock in file_of(office, case).clocks if clock.kind is kind)
    return line


def ask(office: FullOffice, case: str) -> str:
    """Ask the complainant for the window; five working days."""
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, case)
        command = RequestSupplement("请补充窗口号和时间", 5, "phone")
        return request_supplement(command, complaint, unit, office.actor("wen.rusheng")).id


def test_complainant_sees_what_is_asked_and_until_when(office: FullOffice) -> None:
    """R49: the question at the query code; what was sent ends it, and both stay on file."""
    filed = office.file()
    request_id = ask(office, filed.complaint_id)
    seen = progress_of(office, filed)
    assert [(row.id, row.items) for row in seen.open_supplements] == [(request_id, "请补充窗口号和时间")]
    assert seen.open_supplements[0].until == parse_moment("2026-09-15T09:00")
    assert "SUPPLEMENT_ASKED" in {step.code for step in seen.steps}
    sent = SubmitSupplement(filed.number, filed.query_code, "C03窗口，下午两点半")
    submit_supplement(sent, office.unit_of_work(), VISITOR)
    assert progress_of(office, filed).open_supplements == ()
    file = file_of(office, filed.complaint_id)
    assert [row.text for row in file.side.supplements] == ["C03窗口，下午两点半"]


def test_clocks_tell_their_first_dates_and_what_moved_them(office: FullOffice) -> None:
    """S011 and S008: the first dates stay, the moved ones stand beside them."""
    office.clock.set("2026-09-11T09:40")
    case = office.file().complaint_id
    request_id = ask(office, case)
    office.clock.set("2026-09-20T09:10")
    identity = JobIdentity("9", "90", "complaint.check-supplement-window")
    window = CheckWindow(SUPPLEMENT, request_id, identity)
    assert check_window(window, office.unit_of_work(), VISITOR).is_window_over
    acceptance = clock_line(office, case, ClockKind.ACCEPTANCE)
    assert beijing_date(acceptance.original_due_at) == date(2026, 9, 16)
    assert beijing_date(acceptance.due_at) == date(2026, 9, 23)
    assert [(pause.first, pause.last) for pause in acceptance.pauses] == [
        (date(2026, 9, 11), date(2026, 9, 20))
    ]
    submit(office, case, "decide-acceptance", "wen.rusheng", **DECISION, matters=[ACCEPT] * 2)
    resolve = clock_line(office, case, ClockKind.RESOLVE)
    assert resolve.due_at == resolve.original_due_at
    with office.unit_of_work() as unit:
        clock = find_running_clock(case, ClockKind.RESOLVE, unit)
        assert clock is not None
        move_clock(
            MoveClock(ClockId(clock.id), parse_moment("2026-10-12T17:00"), ClockMoveReason.EXTENSION), unit
        )
    resolve = clock_line(office, case, ClockKind.RESOLVE)
    assert beijing_date(resolve.original_due_at) == date(2026, 9, 28)
    assert beijing_date(resolve.due_at) == date(2026, 10, 12)
    assert resolve.pauses == ()


def test_windows_stand_on_the_due_list_until_they_are_over(office: FullOffice) -> None:
    """Who was asked and until when, beside the limits; a citizen's helper sees none."""
    filed = office.file()
    ask(office, filed.complaint_id)
    (window,) = list_open_windows(office.unit_of_work(), office.actor("ming.shouli"))
    assert (window.kind, window.number) == ("supplement", filed.number)
    assert window.seconds_left > 0
    with pytest.raises(NotPermitted):
        list_open_windows(office.unit_of_work(), office.actor("fang.huiyin"))
    decision = {"decision": "refer", "refer_to": "X-DL"}
    submit(office, filed.complaint_id, "decide-acceptance", "wen.rusheng", **DECISION, matters=[decision] * 2)
    kinds = [row.kind for row in list_open_windows(office.unit_of_work(), office.actor("ming.shouli"))]
    assert kinds == ["objection"]


def test_complainant_sees_where_matters_went(office: FullOffice) -> None:
    """R34: the unit by name and whether it has signed; no clerk of ours."""
    filed = office.file()
    matters = [{"decision": "refer", "refer_to": "X-DL"}, ACCEPT]
    submit(office, filed.complaint_id, "decide-acceptance", "wen.rusheng", **DECISION, matters=matters)
    seen = progress_of(office, filed)
    assert [(row.unit_name, row.state) for row in seen.referrals] == [("云河市东岭区政务服务中心", "open")]
    assert {"ACCEPTED", "REFERRED"} <= {step.code for step in seen.steps}
    assert "wen.rusheng" not in str(seen)


def test_complainant_of_a_merged_case_sees_the_other_ones_date(office: FullOffice) -> None:
    """S010: number and latest day of the case that goes on."""
    parent = office.file()
    filed = office.file()
    merge = {"decision": "merge", "merge_into": parent.number}
    submit(office, filed.complaint_id, "decide-acceptance", "wen.rusheng", **DECISION, matters=[merge] * 2)
    seen = progress_of(office, filed)
    assert (seen.merged_into, seen.merged_due_at) == (parent.number, parent.acceptance_due_at)


def test_withdrawing_is_offered_until_the_opinion_is_approved(office: FullOffice) -> None:
    """One wish at a time; after the decision there is nothing to withdraw."""
    filed = office.file()
    assert progress_of(office, filed).may_withdraw
    ask_to_withdraw(AskToWithdraw(filed.number, filed.query_code, "已和解"), office.unit_of_work(), VISITOR)
    seen = progress_of(office, filed)
    assert (seen.may_withdraw, seen.withdrawal_state) == (False, "open")
    other = office.file()
    walk_to(office, other.complaint_id, "give-answer")
    assert not progress_of(office, other).may_withdraw


def test_review_is_offered_for_thirty_days_after_the_answer(office: FullOffice) -> None:
    """From the answer on, and not for ever."""
    filed = office.file()
    assert not progress_of(office, filed).may_review
    walk_to(office, filed.complaint_id, "record-return-visit")
    assert progress_of(office, filed).may_review
    office.clock.set("2026-10-09T10:00")
    assert not progress_of(office, filed).may_review
