"""Refusals and mergers take effect when another person has approved them, settlements with discipline too; nothing before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import ClockKind, DecisionKind, Outcome, Stage
from models.case.matter import Matter
from models.case.proposal import Proposal
from models.case.task import Task
from models.clock.clock import Clock
from models.ground.approval_codes import ProposalState
from models.ground.codes import MatterDecision
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from models.office.staff import Staff
from services.access.task_facts import facts_of_task
from services.case.lawful_end import list_missing_for_answer
from services.office.approvals import ChangeApproval, change_approval
from services.views.task_page import get_task
from services.worklist.submit_task import SubmitTask, submit_task
from services.worklist.task_permission import find_bar
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import ACCEPT, REFUSE, add_task, submit_alone

CLERK, COLLEAGUE, HEAD = "wen.rusheng", "ying.shoudao", "ming.shouli"
APPROVER, OTHER_APPROVER, DIRECTOR = "heng.gongyun", "cai.youdu", "zong.lanyun"
EVERYBODY = (CLERK, COLLEAGUE, HEAD, APPROVER, OTHER_APPROVER, DIRECTOR, "jian.rujing")
DECISION = {"category": "bad_attitude", "route": "intervene", "complexity": "simple"}
EMERGENCY = {**REFUSE, "nonaccept_ground": "emergency"}
WHY = "所写依据不是不予受理的依据"
DISCIPLINE = {
    "finding": "substantiated",
    **SAID,
    "disposals": ["correct_error", "propose_discipline"],
    "reason": "录像可证",
    "basis": "办事指南",
}


def decide(office: FullOffice, case: str, *matters: Mapping[str, object], **fields: object) -> None:
    submit_alone(office, case, "decide-acceptance", CLERK, **{**DECISION, **fields}, matters=list(matters))


def approve(office: FullOffice, case: str, login: str = APPROVER, **answers: object) -> None:
    submit_alone(office, case, "approve-acceptance", login, **{"approval": "approve", **answers})


def told(office: FullOffice) -> dict[str, object]:
    variables = office.rows(OutboxRow, kind="complete_user_task")[-1].payload["variables"]
    assert isinstance(variables, dict)
    return variables


def who_may(office: FullOffice, case: str, form: str = "approve-acceptance") -> set[str]:
    key = add_task(office, case, form)
    with office.unit_of_work().reading() as unit:
        facts = facts_of_task(unit.session.get_one(Task, key))
        return {login for login in EVERYBODY if find_bar(facts, login, unit) is None}


def set_level(office: FullOffice, kind: str, level: str) -> None:
    command = ChangeApproval(kind, level, "试行")
    change_approval(command, office.unit_of_work(), office.actor("guan.xitong"))


def decisions(office: FullOffice, case: str) -> list[MatterDecision | None]:
    return [row.decision for row in office.rows(Matter, complaint_id=case)]


def test_nothing_of_a_refusal_takes_effect_before_another_person_approves_it(office: FullOffice) -> None:
    """DM-7: no decision, no telling, no answer, and the acceptance limit runs on; the approval makes all of it."""
    case = office.file().complaint_id
    decide(office, case, REFUSE, REFUSE)
    assert (told(office)["needs_approval"], told(office)["has_undecided"]) == (True, True)
    assert decisions(office, case) == [None, None]
    (complaint,) = office.rows(Complaint, id=case)
    assert (complaint.stage, complaint.outcome, complaint.handler_id) == (Stage.INTAKE, None, None)
    assert office.rows(Decision, complaint_id=case) == []
    (limit,) = office.rows(Clock, complaint_id=case, kind=ClockKind.ACCEPTANCE)
    assert limit.stopped_at is None
    office.clock.set((office.clock.now() + timedelta(hours=3)).isoformat())
    approve(office, case, comment="同意")
    assert decisions(office, case) == [MatterDecision.REFUSE] * 2
    (complaint,) = office.rows(Complaint, id=case)
    assert (complaint.outcome, complaint.handler_id) == (Outcome.REFUSED, CLERK)
    (decision,) = office.rows(Decision, complaint_id=case, kind=DecisionKind.ACCEPTANCE)
    assert (decision.by, decision.at, decision.content["approved_by"]) == (
        CLERK,
        office.clock.now(),
        APPROVER,
    )
    (limit,) = office.rows(Clock, complaint_id=case, kind=ClockKind.ACCEPTANCE)
    assert limit.stopped_at == office.clock.now()
    assert (told(office)["is_approved"], told(office)["outcome"]) == (True, "refused")
    kinds = [row.kind for row in office.rows(TrailEvent, complaint_id=case) if "proposal" in row.kind]
    assert kinds == ["proposal.made", "proposal.approved"]


def test_one_refused_matter_makes_the_whole_decision_wait(office: FullOffice) -> None:
    """W5: what is accepted in the same decision is accepted with the approval."""
    case = office.file().complaint_id
    decide(office, case, ACCEPT, REFUSE)
    assert decisions(office, case) == [None, None]
    approve(office, case)
    assert decisions(office, case) == [MatterDecision.ACCEPT, MatterDecision.REFUSE]
    assert told(office)["has_accepted"] is True


@pytest.mark.parametrize("row", [EMERGENCY, {"decision": "consultation", "reply": "工作日九点"}, ACCEPT])
def test_an_emergency_a_question_and_an_acceptance_wait_for_nobody(
    office: FullOffice, row: Mapping[str, object]
) -> None:
    """S021: who has to call for help is told so at once."""
    case = office.file().complaint_id
    decide(office, case, row, row)
    assert None not in decisions(office, case)
    assert told(office)["needs_approval"] is False
    assert office.rows(Proposal, complaint_id=case) == []


def test_a_merger_waits_and_the_other_case_hears_nothing_before(office: FullOffice) -> None:
    """DM-13: no reminder in the leading case and no word of it here until it is approved."""
    leading, case = office.file(address="192.0.2.8"), office.file(address="192.0.2.9").complaint_id
    decide(office, case, *[{"decision": "merge", "merge_into": leading.number}] * 2)
    events = [row.kind for row in office.rows(TrailEvent, complaint_id=leading.complaint_id)]
    assert "case.reminded" not in events
    approve(office, case)
    assert office.rows(Complaint, id=case)[0].merged_into == leading.number
    events = [row.kind for row in office.rows(TrailEvent, complaint_id=leading.complaint_id)]
    assert "case.reminded" in events


def test_sent_back_it_is_decided_anew_by_who_proposed_it(office: FullOffice) -> None:
    """W10: with a reason, which he reads with what he wrote; he may decide otherwise, and nobody decides for him."""
    case = office.file().complaint_id
    decide(office, case, REFUSE, REFUSE, note="不是本中心的事")
    with pytest.raises(InvalidInput) as refused:
        approve(office, case, approval="return")
    assert refused.value.errors == {"comment": "REQUIRED"}
    approve(office, case, approval="return", comment=WHY)
    assert (told(office)["is_approved"], told(office)["has_undecided"]) == (False, True)
    assert decisions(office, case) == [None, None]
    assert who_may(office, case, "decide-acceptance") == {CLERK}
    key = add_task(office, case, "decide-acceptance", "9")
    page = get_task(key, office.unit_of_work(), office.actor(CLERK))
    assert page.sent_back is not None
    assert page.sent_back.reason == WHY
    assert page.data["note"] == "不是本中心的事"
    rows = page.data["matters"]
    assert isinstance(rows, list)
    assert [row["basis"] for row in rows] == [REFUSE["basis"]] * 2
    decide(office, case, ACCEPT, ACCEPT)
    assert decisions(office, case) == [MatterDecision.ACCEPT] * 2
    assert [row.state for row in office.rows(Proposal, complaint_id=case)] == [ProposalState.SENT_BACK]


def test_who_proposed_is_away_and_a_colleague_decides_anew(office: FullOffice) -> None:
    """DM-34: leave of one person holds no case up."""
    case = office.file().complaint_id
    decide(office, case, REFUSE, REFUSE)
    approve(office, case, approval="return", comment=WHY)
    with office.unit_of_work() as unit:
        unit.session.get_one(Staff, CLERK).stand_in_id = COLLEAGUE
    assert who_may(office, case, "decide-acceptance") == {COLLEAGUE, HEAD}


def test_only_an_approver_in_charge_of_the_office_approves_and_never_who_proposed(
    office: FullOffice,
) -> None:
    """DM-34: who stands above the proposer's office; his deputy while he is away, so that no task is nobody's."""
    case = office.file().complaint_id
    decide(office, case, REFUSE, REFUSE)
    assert who_may(office, case) == {APPROVER, DIRECTOR}
    with pytest.raises(NotPermitted):
        approve(office, case, CLERK)
    with office.unit_of_work() as unit:
        unit.session.get_one(Staff, APPROVER).stand_in_id = OTHER_APPROVER
    assert who_may(office, case) == {OTHER_APPROVER, DIRECTOR}


@pytest.mark.parametrize(
    ("level", "who"),
    [
        ("another_person", set(EVERYBODY) - {CLERK}),
        ("head", {HEAD, APPROVER, DIRECTOR}),
        ("approver", {APPROVER, DIRECTOR}),
    ],
)
def test_the_policy_says_who_approves(office: FullOffice, level: str, who: set[str]) -> None:
    """DM-34: also of what was proposed before it was changed."""
    case = office.file().complaint_id
    decide(office, case, REFUSE, REFUSE)
    set_level(office, "refusal", level)
    assert who_may(office, case) == who


def test_where_the_policy_asks_nobody_a_refusal_holds_at_once(office: FullOffice) -> None:
    """DM-34."""
    set_level(office, "refusal", "nobody")
    case = office.file().complaint_id
    decide(office, case, REFUSE, REFUSE)
    assert decisions(office, case) == [MatterDecision.REFUSE] * 2


def test_what_is_not_approved_is_told_to_nobody(office: FullOffice) -> None:
    """DM-34: a clerk who says he has told it already is refused; nothing is kept."""
    case = office.file().complaint_id
    with pytest.raises(InvalidInput) as refused:
        decide(office, case, REFUSE, REFUSE, told_ways=["phone"])
    assert refused.value.errors == {"told_ways": "TOLD_BEFORE_APPROVAL"}
    assert office.rows(Proposal, complaint_id=case) == []


def test_under_a_diagram_without_the_step_nothing_that_needs_it_is_decided(office: FullOffice) -> None:
    """DM-34: an owner's older diagram says nothing of the step, so the refusal is refused in words; an acceptance goes on."""
    case = office.file().complaint_id
    for row, fault in ((REFUSE, {"matters.1.decision": "APPROVAL_STEP_MISSING"}), (ACCEPT, None)):
        key = add_task(office, case, "decide-acceptance")
        with office.unit_of_work() as unit:
            unit.session.get_one(Task, key).details = {}
        command = SubmitTask(key, {**DECISION, "matters": [ACCEPT, row]})
        if fault is None:
            submit_task(command, office.unit_of_work(), office.actor(CLERK))
            continue
        with pytest.raises(InvalidInput) as refused:
            submit_task(command, office.unit_of_work(), office.actor(CLERK))
        assert refused.value.errors == fault
    assert decisions(office, case) == [MatterDecision.ACCEPT] * 2


def test_what_the_file_is_not_any_more_cannot_be_approved(office: FullOffice) -> None:
    """DM-34: a split corrected meanwhile; sent back it is decided by what the file says now."""
    case = office.file().complaint_id
    decide(office, case, REFUSE, REFUSE)
    with office.unit_of_work() as unit:
        matter = unit.session.get_one(Matter, office.rows(Matter, complaint_id=case)[1].id)
        matter.text = "另一件事"
    with pytest.raises(Conflict) as refused:
        approve(office, case)
    assert refused.value.code == "PROPOSAL_OUTDATED"
    approve(office, case, approval="return", comment=WHY)
    assert [row.state for row in office.rows(Proposal, complaint_id=case)] == [ProposalState.SENT_BACK]


def settle(office: FullOffice, case: str, login: str = CLERK) -> None:
    answers = {"is_settled": "yes", "confirmed_by_complainant": True, **NOTHING_TO_IMPROVE}
    claims = [{"answer": "supported"}] * 2
    submit_alone(office, case, "settle-on-spot", login, **answers, matters=[DISCIPLINE] * 2, claims=claims)


def test_a_settlement_with_discipline_waits_and_leaves_with_its_approval(office: FullOffice) -> None:
    """DM-7: nobody settles a bribe on the spot alone; until then nothing is answered, and the limit runs on."""
    case = office.file().complaint_id
    decide(office, case, ACCEPT, ACCEPT, route="on_spot")
    settle(office, case)
    assert told(office)["needs_approval"] is True
    assert office.rows(DisciplinaryTransfer, complaint_id=case) == []
    assert decisions(office, case) == [MatterDecision.ACCEPT] * 2
    (limit,) = office.rows(Clock, complaint_id=case, kind=ClockKind.RESOLVE)
    assert limit.stopped_at is None
    assert who_may(office, case, "approve-settlement") == {APPROVER, DIRECTOR}
    submit_alone(office, case, "approve-settlement", APPROVER, approval="approve")
    (complaint,) = office.rows(Complaint, id=case)
    assert complaint.outcome is Outcome.SETTLED
    assert len(office.rows(DisciplinaryTransfer, complaint_id=case)) == 1
    with office.unit_of_work().reading() as unit:
        assert list_missing_for_answer(unit.session.get_one(Complaint, case), unit) == []


def test_a_settlement_sent_back_is_settled_anew(office: FullOffice) -> None:
    """DM-7."""
    case = office.file().complaint_id
    decide(office, case, ACCEPT, ACCEPT, route="on_spot")
    settle(office, case)
    submit_alone(office, case, "approve-settlement", APPROVER, approval="return", comment=WHY)
    assert (told(office)["is_approved"], told(office)["has_accepted"]) == (False, True)
    assert who_may(office, case, "settle-on-spot") == {CLERK}
    assert office.rows(Complaint, id=case)[0].outcome is not Outcome.SETTLED


def test_a_diagram_that_lost_the_approval_says_so_on_the_task_that_it_opens_again(office: FullOffice) -> None:
    """DM-34: nothing takes effect, and who decides reads that nobody can approve it, what is missing and what to do."""
    case = office.file().complaint_id
    decide(office, case, REFUSE, REFUSE)
    key = add_task(office, case, "decide-acceptance", "9")
    page = get_task(key, office.unit_of_work(), office.actor(CLERK))
    assert page.lost_approval is not None
    assert page.lost_approval.element == "UserTask_ApproveAcceptance"
    assert page.sent_back is None
    assert decisions(office, case) == [None, None]
    approve(office, case, approval="return", comment=WHY)
    page = get_task(key, office.unit_of_work(), office.actor(CLERK))
    assert (page.lost_approval, page.sent_back is not None) == (None, True)
