"""Tasks of the handling: plan, acts side by side, findings that need more, review, and the ways of an opinion."""

from __future__ import annotations

import pytest

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.investigation_act import InvestigationAct
from models.case.lifecycle import ClockKind, DecisionKind, RequestState, Stage
from models.case.matter import Matter
from models.case.task import Task
from models.clock.clock import Clock
from models.ground.codes import Method, OpinionReview
from models.ground.errors import InvalidInput
from models.ledger.outbox import OutboxRow
from models.office.centre import Centre
from services.worklist.submit_task import SubmitTask, submit_task
from tests.act_record import record_at
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import ACCEPT, add_task, submit, walk_to

FINDING = {
    "finding": "substantiated",
    "facts": "属实",
    "heard": "当面听取了窗口说明",
    "uncited_reason": "录像在卷",
    "responsibility": "unit",
}


def told(office: FullOffice) -> dict[str, object]:
    variables = office.rows(OutboxRow, kind="complete_user_task")[-1].payload["variables"]
    assert isinstance(variables, dict)
    return variables


def stage(office: FullOffice, case: str) -> Stage:
    return office.rows(Complaint, id=case)[0].stage


def running(office: FullOffice, case: str, kind: ClockKind) -> list[Clock]:
    return [c for c in office.rows(Clock, complaint_id=case, kind=kind) if c.stopped_at is None]


def test_each_planned_method_has_its_own_record(office: FullOffice) -> None:
    """R36, R37: 询问 and 查阅 side by side, each on file with the fields of its own method and the record."""
    case = office.file().complaint_id
    walk_to(office, case, "record-findings")
    submit(office, case, "plan-investigation", "xun.wenshi", methods=["interview", "documents"])
    assert told(office) == {"planned_methods": ["interview", "documents"]}
    for method in told(office)["planned_methods"]:  # type: ignore[attr-defined]  # a list of codes
        key = add_task(office, case, "record-investigation-act")
        with office.unit_of_work() as unit:
            unit.session.get_one(Task, key).details = {"method": method}
        answers = record_at(office.clock.now(), record_text="承认多要证明")
        submit_task(SubmitTask(key, answers), office.unit_of_work(), office.actor("xun.wenshi"))
    acts = office.rows(InvestigationAct, complaint_id=case)
    assert [act.method for act in acts] == [Method.INTERVIEW, Method.DOCUMENTS]
    assert acts[0].record_text == "承认多要证明"
    interview, papers = (act.details or {} for act in acts)
    assert interview["whom"] == "窗口值班长"
    assert "papers" not in interview
    assert [paper["provider"] for paper in papers["papers"]] == ["人力资源窗口"]
    assert "whom" not in papers


def test_findings_that_need_more_keep_the_investigation_open(office: FullOffice) -> None:
    """The loop back to the plan: the limit runs on, what is known is kept."""
    case = office.file().complaint_id
    walk_to(office, case, "record-findings")
    further = {"needs_further": "yes", "further_reason": "录像时间对不上"}
    submit(office, case, "record-findings", "xun.wenshi", matters=[FINDING] * 2, **further)
    assert told(office) == {"needs_further_investigation": True}
    assert stage(office, case) is Stage.INVESTIGATION
    assert running(office, case, ClockKind.INVESTIGATION) != []
    assert office.rows(Matter, complaint_id=case)[0].facts == "属实"
    submit(office, case, "record-findings", "xun.wenshi", matters=[FINDING] * 2)
    assert told(office) == {"needs_further_investigation": False}
    assert running(office, case, ClockKind.INVESTIGATION) == []


@pytest.mark.parametrize(
    ("policy", "is_reviewed"),
    [(OpinionReview.NEVER, False), (OpinionReview.COMPLEX, False), (OpinionReview.ALWAYS, True)],
)
def test_review_of_a_simple_case_is_a_policy(
    office: FullOffice, policy: OpinionReview, is_reviewed: bool
) -> None:
    """The centre chooses; a simple case is reviewed only where all are."""
    with office.unit_of_work() as unit:
        unit.session.query(Centre).one().opinion_review = policy
    case = office.file().complaint_id
    walk_to(office, case, "approve-opinion")
    assert told(office) == {"needs_review": is_reviewed}


def test_review_sends_back_only_with_a_reason(office: FullOffice) -> None:
    """The draft stays in drafting."""
    case = office.file().complaint_id
    walk_to(office, case, "approve-opinion")
    with pytest.raises(InvalidInput) as refused:
        submit(office, case, "review-opinion", "cai.youdu", review_decision="return")
    assert refused.value.errors == {"comment": "REQUIRED"}
    submit(office, case, "review-opinion", "cai.youdu", review_decision="approve")
    assert told(office) == {"review_decision": "approve"}
    assert office.rows(Decision, complaint_id=case, kind=DecisionKind.OPINION_REVIEW)[0].by == "cai.youdu"


def test_opinion_sent_back_to_the_investigation_opens_its_limit_anew(office: FullOffice) -> None:
    """The whole-case limit runs on; the draft of a process of an older version finds its stage all the same."""
    case = office.file().complaint_id
    walk_to(office, case, "approve-opinion")
    answers = {"opinion_decision": "investigate", "comment": "笔录不全"}
    submit(office, case, "approve-opinion", "heng.gongyun", **answers)
    (clock,) = running(office, case, ClockKind.INVESTIGATION)
    assert told(office)["investigation_clock_id"] == clock.id
    assert stage(office, case) is Stage.INVESTIGATION
    assert running(office, case, ClockKind.RESOLVE) != []
    opinion = {
        "finding": "substantiated",
        **SAID,
        "disposals": ["correct_error"],
        "reason": "有依据",
        "basis": "办事指南",
    }
    submit(office, case, "draft-opinion", "xun.wenshi", matters=[opinion] * 2)
    assert stage(office, case) is Stage.DISPOSAL
    assert running(office, case, ClockKind.INVESTIGATION) == []


def test_approved_opinion_waits_for_the_unit_that_others_were_handed_to(office: FullOffice) -> None:
    """W5: one letter answers all matters at last; the limit for what is decided runs meanwhile."""
    case = office.file().complaint_id
    decision = {"category": "none", "route": "intervene", "complexity": "simple"}
    matters = [ACCEPT, {"decision": "refer", "refer_to": "X-DL"}]
    submit(office, case, "decide-acceptance", "wen.rusheng", **decision, matters=matters)
    submit(office, case, "assign-handler", "wen.rusheng", handler_id="xun.wenshi")
    submit(office, case, "record-findings", "xun.wenshi", matters=[FINDING])
    opinion = {
        "finding": "substantiated",
        **SAID,
        "disposals": ["correct_error"],
        "reason": "有依据",
        "basis": "办事指南",
    }
    submit(office, case, "draft-opinion", "xun.wenshi", matters=[opinion])
    submit(office, case, "approve-opinion", "heng.gongyun", opinion_decision="approve", **NOTHING_TO_IMPROVE)
    assert told(office)["feedback_clock_id"] is None
    assert stage(office, case) is Stage.REFERRAL
    assert len(running(office, case, ClockKind.FEEDBACK)) == 1
    assert office.rows(Referral, complaint_id=case)[0].state is RequestState.OPEN


def test_process_of_an_older_version_investigates_what_it_cannot_settle_on_the_spot(
    office: FullOffice,
) -> None:
    """Yesterday's diagram goes from the decision to the assignment; its findings find their stage."""
    case = office.file().complaint_id
    decision = {"category": "none", "route": "on_spot", "complexity": "simple"}
    submit(office, case, "decide-acceptance", "wen.rusheng", **decision, matters=[ACCEPT] * 2)
    submit(office, case, "assign-handler", "wen.rusheng", handler_id="xun.wenshi")
    assert stage(office, case) is Stage.INVESTIGATION
    submit(office, case, "record-findings", "xun.wenshi", matters=[FINDING] * 2)
    assert stage(office, case) is Stage.DISPOSAL
    assert running(office, case, ClockKind.INVESTIGATION) == []
