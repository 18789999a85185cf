"""What is decided is answered while another matter of the complaint is out (DM-8)."""

from __future__ import annotations

import pytest

from models.beside.referral import Referral
from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.interim_answer import InterimAnswer
from models.case.interim_sending import InterimSending
from models.case.lifecycle import ClockKind, RequestState, Stage
from models.case.matter import Matter
from models.clock.clock import Clock
from models.clock.legal_time import parse_moment
from models.ground.errors import InvalidInput, RuleRefused
from services.filing.new_case import FiledComplaint
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import ACCEPT, REFUSE, submit
from tests.unit.services.requests_office import act
from tests.unit.services.test_answer_sending import CLERK, HANDLER, give
from tests.workers.test_jobs import answer as do_job
from tests.workers.test_jobs import job
from workers import complaint as complaint_jobs

DECISION = {"category": "irregular_operation", "route": "intervene", "complexity": "simple"}
REFER = {"decision": "refer", "refer_to": "X-CGZF"}
OPINION = {
    "finding": "substantiated",
    **SAID,
    "disposals": ["correct_error"],
    "reason": "指南无此材料",
    "basis": "办事指南",
}
FIRST = {"answer_text": "第1项：已更正。", "pending_text": "第2项已转城管执法支队。", "ways": ["phone"]}


def mixed(office: FullOffice, **told: object) -> FiledComplaint:
    """The first matter is investigated here, the second lies with an authority outside, the third is refused."""
    filed = office.file(wanted="一、办结变更；二、说明窗口无人；三、退还押金", **told)
    case = filed.complaint_id
    submit(office, case, "decide-acceptance", CLERK, **DECISION, matters=[ACCEPT, REFER, REFUSE])
    submit(office, case, "assign-handler", CLERK, handler_id=HANDLER)
    found = {
        "finding": "substantiated",
        "facts": "录像可证",
        "heard": "当面听取了窗口说明",
        "uncited_reason": "录像在卷",
        "responsibility": "unit",
    }
    submit(office, case, "record-findings", HANDLER, methods=["documents"], matters=[found])
    submit(office, case, "draft-opinion", HANDLER, matters=[OPINION])
    return filed


def approved(office: FullOffice, **told: object) -> FiledComplaint:
    filed = mixed(office, **told)
    submit(
        office,
        filed.complaint_id,
        "approve-opinion",
        "heng.gongyun",
        opinion_decision="approve",
        **NOTHING_TO_IMPROVE,
    )
    return filed


def limits(office: FullOffice, case: str) -> list[Clock]:
    rows = office.rows(Clock, complaint_id=case, kind=ClockKind.FEEDBACK)
    return sorted(rows, key=lambda row: row.opened_at)


def hear_outside(office: FullOffice, case: str) -> None:
    """The authority has signed and told its result; the stages come together."""
    with office.unit_of_work() as unit:
        row = unit.session.query(Referral).filter_by(complaint_id=case).one()
        row.signed_at, row.result_text = row.requested_at, "已责令改正"
        row.state, row.ended_at = RequestState.ANSWERED, office.clock.now()
    do_job(office, complaint_jobs.router, job("complaint.conclude-handling", 7, complaint_id=case, round=1))


def test_a_case_of_which_a_part_is_out_has_a_limit_towards_the_complainant(office: FullOffice) -> None:
    """DM-8: twenty days later it was not late and nothing was due."""
    case = approved(office).complaint_id
    (limit,) = limits(office, case)
    assert (limit.stopped_at, limit.due_at) == (None, parse_moment("2026-09-09T17:00"))
    row = office.rows(Complaint, id=case)[0]
    assert (row.stage, row.next_due_at) == (Stage.REFERRAL, limit.due_at)


def test_an_interim_answer_meets_that_limit_and_closes_nothing(office: FullOffice) -> None:
    """W7: the answer to what came last has its own limit, from the last word of the authority."""
    case = approved(office).complaint_id
    act(office, case, "give-interim-answer", HANDLER, **FIRST)
    (limit,) = limits(office, case)
    assert (limit.stopped_at, limit.stop_reason) == (office.clock.now(), "interim_answered")
    assert office.rows(Complaint, id=case)[0].stage is Stage.REFERRAL
    assert office.rows(Answer, complaint_id=case) == []
    (told,) = office.rows(InterimAnswer, complaint_id=case)
    assert [line["no"] for line in told.lines] == [1, 3]
    office.clock.set("2026-09-17T10:00")
    hear_outside(office, case)
    _, last = limits(office, case)
    assert (last.stopped_at, last.due_at) == (None, parse_moment("2026-09-20T17:00"))


def test_what_a_unit_has_signed_for_and_not_answered_is_still_out(office: FullOffice) -> None:
    """W7: signed on the day after, answered a week later; the interim answer speaks of the others."""
    case = approved(office).complaint_id
    with office.unit_of_work() as unit:
        row = unit.session.query(Referral).filter_by(complaint_id=case).one()
        row.signed_at = row.requested_at
    act(office, case, "give-interim-answer", HANDLER, **FIRST)
    (told,) = office.rows(InterimAnswer, complaint_id=case)
    assert [line["no"] for line in told.lines] == [1, 3]


def test_the_last_answer_repeats_what_was_told(office: FullOffice) -> None:
    """A line that was told stays as it was told, whatever the matter says since."""
    case = approved(office).complaint_id
    act(office, case, "give-interim-answer", HANDLER, **FIRST)
    with office.unit_of_work() as unit:
        unit.session.query(Matter).filter_by(complaint_id=case, no=1).one().disposals = ["improve_service"]
    hear_outside(office, case)
    give(office, case)
    lines = office.rows(Answer, complaint_id=case)[0].lines
    assert [line["no"] for line in lines] == [1, 2, 3]
    assert lines[0]["disposals"] == ["correct_error"]
    assert lines[1]["referral_result"] == "已责令改正"


def test_without_an_interim_answer_the_limit_of_what_is_decided_runs_on(office: FullOffice) -> None:
    """The last letter is late for what could have been answered before."""
    case = approved(office).complaint_id
    office.clock.set("2026-09-17T10:00")
    hear_outside(office, case)
    (limit,) = limits(office, case)
    assert limit.due_at == parse_moment("2026-09-09T17:00")


def refusal(office: FullOffice, case: str) -> str | None:
    before = len(office.rows(InterimAnswer, complaint_id=case))
    with pytest.raises(RuleRefused) as refused:
        act(office, case, "give-interim-answer", HANDLER, **FIRST)
    assert len(office.rows(InterimAnswer, complaint_id=case)) == before
    return refused.value.code


def test_nothing_is_answered_before_its_opinion_is_approved(office: FullOffice) -> None:
    """While it is handled here the answer itself is to come."""
    assert refusal(office, mixed(office).complaint_id) == "NOTHING_OUT"


def test_a_complaint_that_has_just_come_in_has_nothing_to_be_told(office: FullOffice) -> None:
    assert refusal(office, office.file().complaint_id) == "NOTHING_DECIDED_YET"


def test_what_was_told_is_not_told_again_and_nothing_is_told_first_of_a_whole(office: FullOffice) -> None:
    case = approved(office).complaint_id
    act(office, case, "give-interim-answer", HANDLER, **FIRST)
    assert refusal(office, case) == "ALREADY_TOLD"
    hear_outside(office, case)
    assert refusal(office, case) == "NOTHING_OUT"


@pytest.mark.parametrize("way", ["query_code", "phone"])
def test_the_wish_how_to_be_told_holds_here_too(office: FullOffice, way: str) -> None:
    """DM-9."""
    case = approved(office, feedback_way="letter").complaint_id
    told = {**FIRST, "ways": [way]}
    with pytest.raises(InvalidInput) as refused:
        act(office, case, "give-interim-answer", HANDLER, **told)
    assert set(refused.value.errors) == {"other_way_reason"}
    act(office, case, "give-interim-answer", HANDLER, **told, other_way_reason="地址不详")
    (sent,) = office.rows(InterimSending, complaint_id=case)
    assert sent.other_way_reason == "地址不详"
