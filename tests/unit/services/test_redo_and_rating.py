"""After the answer: attempts of a visit, the complainant's rating, and handling once more by somebody new."""

from __future__ import annotations

import pytest

from models.beside.review import Review
from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import ClockKind, DecisionKind, Stage
from models.case.matter import Matter
from models.case.survey import Survey
from models.clock.clock import Clock
from models.ground.errors import InvalidInput, NotFound, NotPermitted, RuleRefused
from models.ledger.outbox import OutboxRow
from services.actor import citizen
from services.answer.rate import Rate, rate
from services.filing.new_case import FiledComplaint
from services.views.progress import FindProgress, Progress, find_progress
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import submit, walk_to

VISITOR = citizen("203.0.113.9")


def answered(office: FullOffice) -> FiledComplaint:
    filed = office.file()
    walk_to(office, filed.complaint_id, "record-return-visit")
    return filed


def told(office: FullOffice) -> dict[str, object]:
    variables = office.rows(OutboxRow, kind="complete_user_task")[-1].payload["variables"]
    assert isinstance(variables, dict)
    return variables


def visit_clock(office: FullOffice, case: str) -> Clock:
    return office.rows(Clock, complaint_id=case, kind=ClockKind.RETURN_VISIT)[0]


def progress_of(office: FullOffice, filed: FiledComplaint) -> Progress:
    found = find_progress(FindProgress(filed.number, filed.query_code), office.unit_of_work(), VISITOR)
    assert found is not None
    return found


def rated(office: FullOffice, filed: FiledComplaint, rating: int, wish: str = "none") -> None:
    rate(Rate(filed.number, filed.query_code, rating, "文件呢？", wish), office.unit_of_work(), VISITOR)


def visit(office: FullOffice, case: str, **answers: object) -> None:
    submit(office, case, "record-return-visit", "fang.huiyin", **answers)


def test_rating_at_the_query_code_ends_the_return_visit(office: FullOffice) -> None:
    """R64: told to the engine once, keyed by the survey; a second rating is refused."""
    filed = answered(office)
    assert progress_of(office, filed).may_rate
    rated(office, filed, 5)
    survey = office.rows(Survey, complaint_id=filed.complaint_id)[0]
    messages = [row.payload for row in office.rows(OutboxRow) if row.payload.get("name") == "complaint.rated"]
    assert [(m["correlation_key"], m["variables"]) for m in messages] == [(survey.id, {"wants_redo": False})]
    assert (survey.rating, visit_clock(office, filed.complaint_id).stop_reason) == (5, "rated")
    with pytest.raises(RuleRefused, match="ALREADY_RATED"):
        rated(office, filed, 1)
    assert not progress_of(office, filed).may_rate


def test_rating_is_for_the_complainant_with_the_code_only(office: FullOffice) -> None:
    """Nobody rates his own work; a wrong code finds nothing; before the answer there is nothing to rate."""
    filed = answered(office)
    command = Rate(filed.number, filed.query_code, 5)
    with pytest.raises(NotPermitted):
        rate(command, office.unit_of_work(), office.actor("xun.wenshi"))
    with pytest.raises(NotFound):
        rate(Rate(filed.number, "AAAAA-BBBB-CCCC", 5), office.unit_of_work(), VISITOR)
    fresh = office.file()
    with pytest.raises(RuleRefused, match="NOTHING_TO_RATE"):
        rated(office, fresh, 5)
    with pytest.raises(InvalidInput) as refused:
        rate(Rate(filed.number, filed.query_code, 5, "", "redo"), office.unit_of_work(), VISITOR)
    assert refused.value.errors == {"wish": "ONLY_WHEN_DISSATISFIED"}


def test_wish_for_a_review_is_not_lost(office: FullOffice) -> None:
    """The review is opened with the rating."""
    filed = answered(office)
    rated(office, filed, 1, "review")
    assert office.rows(Review, complaint_id=filed.complaint_id)[0].reason == "文件呢？"


def redo(office: FullOffice, case: str, handler: str) -> None:
    submit(office, case, "decide-redo", "ming.shouli", decision="redo", handler_id=handler, reason="未核文件")


def test_redo_is_a_round_of_its_own_by_somebody_new(office: FullOffice) -> None:
    """R65: new limits, findings looked at anew, the first answer as it was told."""
    filed = answered(office)
    case = filed.complaint_id
    visit(office, case, reached="yes", satisfaction="1", follow_up="redo")
    assert told(office)["wants_redo"] is True
    with pytest.raises(InvalidInput) as refused:
        redo(office, case, "xun.wenshi")
    assert "handler_id" in refused.value.errors
    redo(office, case, "tan.genyuan")
    complaint = office.rows(Complaint, id=case)[0]
    assert (complaint.round, complaint.handler_id, complaint.stage) == (2, "tan.genyuan", Stage.INVESTIGATION)
    fresh = {clock.kind: clock for clock in office.rows(Clock, complaint_id=case, round=2)}
    variables = told(office)
    assert variables == {
        "is_redo": True,
        "round": 2,
        "handler_id": "tan.genyuan",
        "resolve_clock_id": fresh[ClockKind.RESOLVE].id,
        "investigation_clock_id": fresh[ClockKind.INVESTIGATION].id,
    }
    assert fresh[ClockKind.RESOLVE].due_at.day == 14
    assert office.rows(Matter, complaint_id=case)[0].finding is None
    seen = progress_of(office, filed)
    assert seen.answer is not None
    assert seen.answer.lines[0].finding == "substantiated"
    assert "REDONE" in {step.code for step in seen.steps}


def test_case_is_redone_once(office: FullOffice) -> None:
    """Then a review is the way; two rounds, one number, both answers on file."""
    case = answered(office).complaint_id
    visit(office, case, reached="yes", satisfaction="1", follow_up="redo")
    redo(office, case, "tan.genyuan")
    finding = {
        "finding": "substantiated",
        "facts": "未生效",
        "heard": "当面听取了窗口说明",
        "uncited_reason": "录像在卷",
        "responsibility": "unit",
    }
    opinion = {
        "finding": "substantiated",
        **SAID,
        "disposals": ["correct_error"],
        "reason": "更正",
        "basis": "办事指南",
    }
    submit(office, case, "record-findings", "tan.genyuan", matters=[finding] * 2)
    submit(office, case, "draft-opinion", "tan.genyuan", matters=[opinion] * 2)
    submit(office, case, "approve-opinion", "heng.gongyun", opinion_decision="approve", **NOTHING_TO_IMPROVE)
    parts = {"findings_text": "一", "decision_text": "二", "measures_text": "三", "ways": ["phone"]}
    submit(office, case, "give-answer", "tan.genyuan", **parts)
    with pytest.raises(InvalidInput) as refused:
        visit(office, case, reached="yes", satisfaction="1", follow_up="redo")
    assert refused.value.errors == {"follow_up": "REDO_USED"}
    assert [answer.round for answer in office.rows(Answer, complaint_id=case)] == [1, 2]
    opinions = office.rows(Decision, complaint_id=case, kind=DecisionKind.OPINION)
    assert [(row.round, row.by) for row in opinions] == [(1, "xun.wenshi"), (2, "tan.genyuan")]


def test_redo_may_be_declined(office: FullOffice) -> None:
    """The case goes to the archive as it is."""
    case = answered(office).complaint_id
    visit(office, case, reached="yes", satisfaction="2", follow_up="redo")
    submit(office, case, "decide-redo", "ming.shouli", decision="close", reason="已说明依据")
    assert told(office)["is_redo"] is False
    assert office.rows(Complaint, id=case)[0].round == 1


def test_solved_and_satisfied_are_asked_apart_and_either_may_stay_unanswered(office: FullOffice) -> None:
    """R64, N5: without a word of satisfaction nobody is satisfied; what is not solved may be done again."""
    filed = answered(office)
    with pytest.raises(InvalidInput) as refused:
        rate(Rate(filed.number, filed.query_code, None), office.unit_of_work(), VISITOR)
    assert refused.value.errors == {"rating": "NOTHING_RATED"}
    with pytest.raises(InvalidInput) as refused:
        solved = Rate(filed.number, filed.query_code, None, "", "redo", is_solved=True)
        rate(solved, office.unit_of_work(), VISITOR)
    assert refused.value.errors == {"wish": "ONLY_WHEN_DISSATISFIED"}
    rate(
        Rate(filed.number, filed.query_code, None, "", "redo", is_solved=False),
        office.unit_of_work(),
        VISITOR,
    )
    survey = office.rows(Survey, complaint_id=filed.complaint_id)[0]
    assert (survey.rating, survey.is_solved, survey.wish) == (None, False, "redo")
    assert visit_clock(office, filed.complaint_id).stop_reason == "rated"
