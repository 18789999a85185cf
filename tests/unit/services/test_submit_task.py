"""Submitting tasks: one record, one effect, the rules of who and what."""

from __future__ import annotations

import pytest

from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Outcome, Stage, TaskState
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.case.return_visit import ReturnVisit
from models.case.task import Task
from models.case.task_draft import TaskDraft
from models.case.task_record import TaskRecord
from models.clock.clock import Clock
from models.clock.legal_time import parse_moment
from models.ground.codes import Channel, Role, Route
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from models.office.declared_relation import DeclaredRelation
from services.worklist.claim_task import ClaimTask, claim_task
from services.worklist.release_task import ReleaseTask, release_task
from services.worklist.save_draft import SaveDraft, save_draft
from services.worklist.submit_task import SubmitTask, submit_task
from tests.accepted_row import ACCEPTED_ROW
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.office import staff
from tests.unit.services.projected_task import ACCEPT, REFUSE, accept, add_task, submit, walk_to

DECISION = {"category": "bad_attitude", "route": "intervene", "complexity": "simple"}


def completions(office: FullOffice) -> list[dict[str, object]]:
    return [row.payload["variables"] for row in office.rows(OutboxRow, kind="complete_user_task")]


def test_acceptance_is_recorded_with_its_effect_and_message_in_one_go(office: FullOffice) -> None:
    """HS-27: record with label and value, matters decided, limits started, engine told after the commit."""
    case = office.file().complaint_id
    accept(office, case)
    complaint = office.rows(Complaint, id=case)[0]
    assert complaint.outcome is Outcome.ACCEPTED
    kinds = {clock.kind: clock for clock in office.rows(Clock, complaint_id=case)}
    assert kinds[ClockKind.ACCEPTANCE].stopped_at is not None
    assert kinds[ClockKind.RESOLVE].due_at == parse_moment("2026-09-14T17:00")
    assert kinds[ClockKind.INVESTIGATION].due_at == parse_moment("2026-09-10T17:00")
    record = office.rows(TaskRecord)[0]
    assert {
        "key": "complexity",
        "label": "复杂程度",
        "value": "simple",
        "shown": ["简易"],
    } in record.answers
    assert completions(office)[0]["outcome"] == "accepted"
    assert office.rows(Task)[0].state is TaskState.SUBMITTED


def test_refused_matter_without_ground_basis_and_place_is_refused_by_path(office: FullOffice) -> None:
    """A refusal tells why, on what basis and where to go."""
    case = office.file().complaint_id
    with pytest.raises(InvalidInput) as refused:
        submit(
            office,
            case,
            "decide-acceptance",
            "wen.rusheng",
            **DECISION,
            matters=[ACCEPT, {"decision": "refuse"}],
        )
    assert refused.value.errors == {
        "matters.1.nonaccept_ground": "REQUIRED",
        "matters.1.basis": "REQUIRED",
        "matters.1.right_place": "REQUIRED",
    }
    assert office.rows(TaskRecord) == []


def test_acceptance_without_complexity_is_refused(office: FullOffice) -> None:
    """The class decides the limit."""
    case = office.file().complaint_id
    with pytest.raises(InvalidInput) as refused:
        submit(
            office,
            case,
            "decide-acceptance",
            "wen.rusheng",
            category="none",
            route="intervene",
            matters=[ACCEPT] * 2,
        )
    assert refused.value.errors == {"complexity": "REQUIRED"}


def test_hidden_fields_of_an_accepted_matter_are_dropped(office: FullOffice) -> None:
    """What form-js hides is not kept either."""
    case = office.file().complaint_id
    row = {**REFUSE, **ACCEPTED_ROW}
    submit(office, case, "decide-acceptance", "wen.rusheng", **DECISION, matters=[row, row])
    assert [matter.nonaccept_ground for matter in office.rows(Matter, complaint_id=case)] == [None, None]


def test_all_refused_makes_the_answer_task_of_who_refused(office: FullOffice) -> None:
    """R62: the refusal is the answer; its limit runs from the decision."""
    case = office.file().complaint_id
    submit(office, case, "decide-acceptance", "ying.shoudao", **DECISION, matters=[REFUSE, REFUSE])
    variables = completions(office)[-1]
    assert (variables["outcome"], variables["handler_id"]) == ("refused", "ying.shoudao")
    assert variables["needs_answer_task"] is True
    assert office.rows(Clock, kind=ClockKind.FEEDBACK)[0].id == variables["feedback_clock_id"]


def test_anonymous_refusal_is_published_at_once(office: FullOffice) -> None:
    """R63: nobody to reach, so it is told at the query code."""
    case = office.file(is_anonymous=True).complaint_id
    submit(office, case, "decide-acceptance", "ying.shoudao", **DECISION, matters=[REFUSE, REFUSE])
    assert completions(office)[0]["needs_answer_task"] is False
    assert office.rows(Answer, complaint_id=case)[0].published_at is not None


def test_person_complained_about_and_person_without_role_may_not_submit(office: FullOffice) -> None:
    """R45: the rules of who hold whatever the page shows; whom the case is not for is not told that it exists (SE-48)."""
    case = office.file().complaint_id
    with office.unit_of_work() as unit:
        unit.session.add(
            Respondent(id="0" * 32, complaint_id=case, staff_id="wen.rusheng", match="exact", candidates=[])
        )
    with pytest.raises(NotFound):
        accept_as(office, case, "wen.rusheng")
    with pytest.raises(NotPermitted) as refused:
        accept_as(office, case, "hui.fangyi")
    assert refused.value.code == "ROLE_MISSING"


def accept_as(office: FullOffice, case: str, login: str) -> None:
    submit(office, case, "decide-acceptance", login, **DECISION, matters=[ACCEPT, ACCEPT])


def test_declared_relation_keeps_a_person_away(office: FullOffice) -> None:
    """R45: 回避 by declared relation, until it ends."""
    case = office.file().complaint_id
    with office.unit_of_work() as unit:
        unit.session.add(
            Respondent(id="0" * 32, complaint_id=case, staff_id="leng.rubing", match="exact", candidates=[])
        )
    assert office.rows(DeclaredRelation, staff_id="cha.fenming") != []
    accept(office, case)
    with pytest.raises(InvalidInput) as refused:
        submit(office, case, "assign-handler", "wen.rusheng", handler_id="cha.fenming")
    assert "handler_id" in refused.value.errors


def test_drafter_may_not_approve(office: FullOffice) -> None:
    """Drafted and approved by different persons."""
    case = office.file().complaint_id
    walk_to(office, case, "approve-opinion")
    with office.unit_of_work() as unit:
        from models.office.staff import Staff

        unit.session.get_one(Staff, "xun.wenshi").roles = ["investigator", "approver"]
    with pytest.raises(NotPermitted) as refused:
        submit(
            office, case, "approve-opinion", "xun.wenshi", opinion_decision="approve", **NOTHING_TO_IMPROVE
        )
    assert refused.value.code == "FOUR_EYES"


def test_returning_an_opinion_needs_a_reason_and_a_redraft_keeps_the_first(office: FullOffice) -> None:
    """Sent back with a reason; the earlier draft stays on the trail."""
    case = office.file().complaint_id
    walk_to(office, case, "approve-opinion")
    with pytest.raises(InvalidInput):
        submit(office, case, "approve-opinion", "heng.gongyun", opinion_decision="return")
    key = office.rows(Task, state=TaskState.OPEN)[0].user_task_key
    answers = {"opinion_decision": "return", "comment": "补充依据"}
    submit_task(SubmitTask(key, answers), office.unit_of_work(), office.actor("heng.gongyun"))
    assert completions(office)[-1] == {
        "opinion_decision": "return",
        "investigation_clock_id": None,
        "feedback_clock_id": None,
        "needs_answer_task": False,
    }
    assert office.rows(Complaint, id=case)[0].stage is Stage.DISPOSAL


def test_return_visitor_has_not_handled_the_case_and_unrated_is_no_rating(office: FullOffice) -> None:
    """R64: by someone else; 未评价 is kept as no rating."""
    case = office.file().complaint_id
    walk_to(office, case, "record-return-visit")
    assert completions(office)[-1]["needs_return_visit"] is True
    submit(office, case, "record-return-visit", "fang.huiyin", reached="yes", satisfaction="unrated")
    visit = office.rows(ReturnVisit)[0]
    assert (visit.reached, visit.satisfaction) == (True, None)


@pytest.mark.parametrize(("channel", "is_visited"), [(Channel.SOCIAL, True), (Channel.OPINION_BOX, False)])
def test_who_gave_no_name_is_visited_where_an_account_can_be_asked(
    office: FullOffice, channel: Channel, is_visited: bool
) -> None:
    """A note in the opinion box leads to nobody, an account does."""
    case = office.file(is_anonymous=True).complaint_id
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).channel = channel
    walk_to(office, case, "record-return-visit")
    assert completions(office)[-1]["needs_return_visit"] is is_visited


def test_suggestion_is_thanked_for_and_not_visited(office: FullOffice) -> None:
    """Nobody was treated badly, so nobody is asked how it was put right."""
    case = office.file().complaint_id
    walk_to(office, case, "give-answer")
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).route = Route.SUGGESTION
    parts = {"findings_text": "一", "decision_text": "二", "measures_text": "三", "ways": ["phone"]}
    submit(office, case, "give-answer", "xun.wenshi", **parts)
    assert completions(office)[-1]["needs_return_visit"] is False


def test_approved_opinion_ends_the_whole_case_limit_and_starts_the_answer_limit(office: FullOffice) -> None:
    """R62: 办结 is the approved opinion."""
    case = office.file().complaint_id
    walk_to(office, case, "give-answer")
    clocks = {clock.kind: clock for clock in office.rows(Clock, complaint_id=case)}
    assert clocks[ClockKind.RESOLVE].stop_reason == "opinion_approved"
    assert clocks[ClockKind.FEEDBACK].stopped_at is None


def test_claimed_task_is_for_one_person_until_released(office: FullOffice) -> None:
    """HS-42: matter, foreign submission refused, release; each matter stands on the trail."""
    case = office.file().complaint_id
    key = add_task(office, case, "decide-acceptance")
    claim_task(ClaimTask(key), office.unit_of_work(), office.actor("wen.rusheng"))
    other = office.actor("ying.shoudao")
    with pytest.raises(Conflict):
        claim_task(ClaimTask(key), office.unit_of_work(), other)
    with pytest.raises(Conflict):
        submit_task(SubmitTask(key, {}), office.unit_of_work(), other)
    with pytest.raises(NotPermitted):
        release_task(ReleaseTask(key), office.unit_of_work(), other)
    release_task(ReleaseTask(key), office.unit_of_work(), office.actor("wen.rusheng"))
    claim_task(ClaimTask(key), office.unit_of_work(), other)
    assert office.rows(Task)[0].claimed_by == "ying.shoudao"
    matters = office.rows(TrailEvent, complaint_id=case, kind="task.claimed")
    assert [(row.actor, row.payload) for row in matters] == [
        (login, {"element_id": "UserTask_DecideAcceptance"}) for login in ("wen.rusheng", "ying.shoudao")
    ]


def test_draft_is_kept_per_person_and_gone_after_the_submission(office: FullOffice) -> None:
    """What was typed survives a lost page."""
    case = office.file().complaint_id
    key = add_task(office, case, "decide-acceptance")
    save_draft(SaveDraft(key, {"note": "待核"}), office.unit_of_work(), office.actor("wen.rusheng"))
    assert office.rows(TaskDraft)[0].answers == {"note": "待核"}
    command = SubmitTask(key, {**DECISION, "matters": [ACCEPT, ACCEPT]})
    submit_task(command, office.unit_of_work(), office.actor("wen.rusheng"))
    assert office.rows(TaskDraft) == []


def test_unknown_and_ended_tasks_are_refused(office: FullOffice) -> None:
    """Clear errors, nothing written."""
    actor = staff("wen.rusheng", Role.INTAKE)
    with pytest.raises(NotFound):
        submit_task(SubmitTask("1", {}), office.unit_of_work(), actor)
    case = office.file().complaint_id
    key = add_task(office, case, "decide-acceptance")
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).state = TaskState.CANCELLED
    with pytest.raises(Conflict):
        submit_task(SubmitTask(key, {}), office.unit_of_work(), actor)
