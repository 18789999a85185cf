"""Rounds of asking for material: what holds the clocks, what answers which request, what is only filed."""

from __future__ import annotations

import pytest

from models.beside.supplement import Supplement
from models.beside.supplement_request import SupplementRequest
from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.file_entry import FileEntry
from models.case.lifecycle import ClockKind, FileEntryKind, RequestState, Rung, Stage
from models.ground.errors import Conflict, InvalidInput, RuleRefused
from services.requests.kinds.supplement import SUPPLEMENT
from tests.full_office import FullOffice
from tests.unit.services.projected_task import accept
from tests.unit.services.requests_office import (
    act,
    ask_for_material,
    case_of,
    check,
    clock_of,
    send_material,
    told,
)

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)


def request_of(office: FullOffice, request_id: str) -> SupplementRequest:
    return office.rows(SupplementRequest, id=request_id)[0]


def test_asking_holds_the_acceptance_clock_and_opens_the_window_of_the_diagram(office: FullOffice) -> None:
    """R49: the engine learns the request's id and the end of its window, nothing else."""
    case = office.file().complaint_id
    request = ask_for_material(office, case)
    assert clock_of(office, case, ClockKind.ACCEPTANCE).rung is Rung.PAUSED
    assert told(office, "complaint.supplement-requested") == [
        {
            "name": "complaint.supplement-requested",
            "correlation_key": case,
            "message_id": f"{request}:1",
            "variables": {
                "supplement_request_id": request,
                "window_ends_at": "2026-09-15T09:00:00+08:00",
            },
        }
    ]


def test_material_in_the_window_answers_its_request_and_lets_the_clock_run_on(office: FullOffice) -> None:
    """R49: 8 and 9 September do not count."""
    case = office.file().complaint_id
    request = ask_for_material(office, case)
    office.clock.set("2026-09-09T10:00")
    send_material(office, case)
    assert request_of(office, request).state is RequestState.ANSWERED
    clock = clock_of(office, case, ClockKind.ACCEPTANCE)
    assert (clock.rung, clock.due_at.isoformat()) == (Rung.WITHIN, "2026-09-14T09:00:00+00:00")
    message = told(office, "complaint.supplement-received")[0]
    assert (message["correlation_key"], message["variables"]) == (request, {})


def test_a_window_that_is_asked_too_early_says_until_when_to_wait(office: FullOffice) -> None:
    case = office.file().complaint_id
    request = ask_for_material(office, case)
    early = check(office, SUPPLEMENT, request)
    assert (early.is_window_over, early.window_ends_at) == (False, "2026-09-15T09:00:00+08:00")
    office.clock.set("2026-09-15T09:00")
    assert check(office, SUPPLEMENT, request) == early
    assert check(office, SUPPLEMENT, request, "902").is_window_over
    assert request_of(office, request).state is RequestState.EXPIRED
    assert clock_of(office, case, ClockKind.ACCEPTANCE).rung is Rung.WITHIN


def test_the_window_of_an_answered_request_is_over(office: FullOffice) -> None:
    case = office.file().complaint_id
    request = ask_for_material(office, case)
    send_material(office, case)
    assert check(office, SUPPLEMENT, request).is_window_over
    assert request_of(office, request).state is RequestState.ANSWERED


def test_an_answer_to_the_first_round_is_only_filed_while_the_second_waits(office: FullOffice) -> None:
    """Late for round 1 and no answer to round 2, for which the limit does not stand still again."""
    case = office.file().complaint_id
    first = ask_for_material(office, case)
    office.clock.set("2026-09-15T09:00")
    check(office, SUPPLEMENT, first)
    second = ask_for_material(office, case)
    filed = send_material(office, case, first)
    assert request_of(office, second).state is RequestState.OPEN
    assert request_of(office, first).state is RequestState.EXPIRED
    assert office.rows(Supplement, id=filed)[0].is_late
    assert clock_of(office, case, ClockKind.ACCEPTANCE).rung is Rung.WITHIN
    assert told(office, "complaint.supplement-received") == []


def test_of_two_open_rounds_the_first_holds_the_clock_until_it_is_answered(office: FullOffice) -> None:
    case = office.file().complaint_id
    first, second = ask_for_material(office, case), ask_for_material(office, case)
    send_material(office, case, second)
    assert clock_of(office, case, ClockKind.ACCEPTANCE).rung is Rung.PAUSED
    send_material(office, case)
    assert {request_of(office, row).state for row in (first, second)} == {RequestState.ANSWERED}
    assert clock_of(office, case, ClockKind.ACCEPTANCE).rung is Rung.WITHIN


def test_material_that_nobody_asked_for_is_filed_and_moves_nothing(office: FullOffice) -> None:
    case = office.file().complaint_id
    before = clock_of(office, case, ClockKind.ACCEPTANCE).version
    row = office.rows(Supplement, id=send_material(office, case))[0]
    assert (row.supplement_request_id, row.is_late) == (None, False)
    assert clock_of(office, case, ClockKind.ACCEPTANCE).version == before


def test_staff_files_what_came_on_paper(office: FullOffice) -> None:
    case = office.file().complaint_id
    request = ask_for_material(office, case)
    act(office, case, "register-supplement", "wen.rusheng", supplement_request_id=request, text="来信附收据")
    assert request_of(office, request).state is RequestState.ANSWERED


def test_a_request_of_another_case_is_no_option(office: FullOffice) -> None:
    request = ask_for_material(office, office.file().complaint_id)
    other = office.file().complaint_id
    with pytest.raises(InvalidInput) as fault:
        send_material(office, other, request)
    assert fault.value.errors == {"supplement_request_id": "NOT_AN_OPTION"}


def test_in_the_investigation_both_clocks_of_the_stage_stand_still(office: FullOffice) -> None:
    case = office.file().complaint_id
    accept(office, case)
    ask_for_material(office, case, "xun.wenshi")
    held = [clock_of(office, case, kind).rung for kind in (ClockKind.RESOLVE, ClockKind.INVESTIGATION)]
    assert held == [Rung.PAUSED, Rung.PAUSED]


def test_a_request_lapses_with_the_decision_and_its_window_is_told(office: FullOffice) -> None:
    """因阶段结束失效: an opening that reaches a later stage finds its answer there."""
    case = office.file().complaint_id
    request = ask_for_material(office, case)
    accept(office, case)
    row = request_of(office, request)
    assert (row.state, row.end_reason) == (RequestState.LAPSED, "STAGE_ENDED")
    assert told(office, "complaint.supplement-received")[0]["message_id"] == f"{request}:lapsed"
    assert check(office, SUPPLEMENT, request).is_window_over


def test_one_reminder_is_noted_and_no_second(office: FullOffice) -> None:
    case = office.file().complaint_id
    with pytest.raises(RuleRefused, match="NOTHING_REQUESTED"):
        act(office, case, "remind-supplement", "wen.rusheng")
    ask_for_material(office, case)
    act(office, case, "remind-supplement", "wen.rusheng")
    assert [row.kind for row in office.rows(FileEntry)] == [FileEntryKind.REMINDER]
    with pytest.raises(RuleRefused, match="ALREADY_REMINDED"):
        act(office, case, "remind-supplement", "wen.rusheng")


def test_nothing_is_asked_or_filed_where_no_diagram_waits_for_it(office: FullOffice) -> None:
    case = office.file().complaint_id
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).stage = Stage.ARCHIVED
    with pytest.raises(RuleRefused, match="SUPPLEMENT_NOT_NOW"):
        ask_for_material(office, case)
    with pytest.raises(Conflict) as fault:
        send_material(office, case)
    assert fault.value.code == "CASE_ARCHIVED"
    assert office.rows(Evidence) == []
    assert case_of(office, case).stage is Stage.ARCHIVED
