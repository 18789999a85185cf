"""The ways of a matter at acceptance: side by side, one after the other, and what each makes of the case."""

from __future__ import annotations

import pytest

from models.beside.rectification import Rectification
from models.beside.referral import Referral
from models.case.answer import Answer
from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.lifecycle import ClockKind, FileEntryKind, Outcome, Stage
from models.case.matter import Matter
from models.clock.clock import Clock
from models.ground.codes import Category, Complexity, Finding, MatterDecision, NonAcceptGround, Route
from models.ground.errors import InvalidInput
from models.ground.matter_codes import Adoption, ClaimAnswer, MatterKind
from models.ledger.outbox import OutboxRow
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import ACCEPT, REFUSE, submit

DECISION = {"category": "bad_attitude", "route": "intervene", "complexity": "normal"}
REFER = {"decision": "refer", "refer_to": "X-DL"}
LATER = {"decision": "later"}


def decide(office: FullOffice, case: str, *matters: dict[str, object], **fields: object) -> dict[str, object]:
    """Submit one decision; what the diagram is told."""
    submit(office, case, "decide-acceptance", "ying.shoudao", **{**DECISION, **fields}, matters=list(matters))
    variables = office.rows(OutboxRow, kind="complete_user_task")[-1].payload["variables"]
    assert isinstance(variables, dict)
    return variables


def complaint(office: FullOffice, case: str) -> Complaint:
    return office.rows(Complaint, id=case)[0]


def clocks(office: FullOffice, case: str) -> dict[ClockKind, Clock]:
    return {clock.kind: clock for clock in office.rows(Clock, complaint_id=case)}


def test_matters_go_different_ways_one_after_the_other(office: FullOffice) -> None:
    """Decided matters stay decided; the limits start with the last one and count from the first acceptance."""
    case = office.file(wanted="一、办结；二、说明；三、退押金").complaint_id
    first = decide(office, case, ACCEPT, LATER, LATER)
    assert (first["has_undecided"], first["outcome"]) == (True, None)
    assert clocks(office, case)[ClockKind.ACCEPTANCE].stopped_at is None
    office.clock.set("2026-09-08T10:00")
    second = decide(office, case, REFER, LATER)
    assert second["has_undecided"] is True
    third = decide(office, case, REFUSE)
    referral = office.rows(Referral, complaint_id=case)[0]
    assert (third["outcome"], third["has_accepted"]) == ("accepted", True)
    assert third["referral_ids"] == [referral.id]
    assert (referral.unit_code, referral.matter_nos) == ("X-DL", [2])
    decided = [matter.decision for matter in office.rows(Matter, complaint_id=case)]
    assert decided == [MatterDecision.ACCEPT, MatterDecision.REFER, MatterDecision.REFUSE]
    assert clocks(office, case)[ClockKind.RESOLVE].opened_at.day == 7
    assert clocks(office, case)[ClockKind.ACCEPTANCE].stopped_at is not None
    assert complaint(office, case).route is Route.INTERVENE


def test_a_later_decision_shows_only_what_is_left(office: FullOffice) -> None:
    """A row for a decided matter is not taken."""
    case = office.file().complaint_id
    decide(office, case, ACCEPT, LATER)
    with pytest.raises(InvalidInput) as refused:
        decide(office, case, REFUSE, REFUSE)
    assert refused.value.errors == {"matters": "ROWS_CHANGED"}


def test_decision_about_nothing_is_refused(office: FullOffice) -> None:
    """Putting every matter off is no decision."""
    case = office.file().complaint_id
    with pytest.raises(InvalidInput) as refused:
        decide(office, case, LATER, LATER)
    assert refused.value.errors == {"matters.0.decision": "NOTHING_DECIDED"}


def test_case_that_is_only_handed_over_waits_for_the_outside_unit(office: FullOffice) -> None:
    """No limit of handling, who handed it over gives the answer."""
    case = office.file().complaint_id
    told = decide(office, case, REFER, REFER, complexity="")
    row = complaint(office, case)
    assert (told["outcome"], told["has_accepted"], told["handler_id"]) == (
        "referred",
        False,
        "ying.shoudao",
    )
    assert (row.stage, row.outcome) == (Stage.REFERRAL, Outcome.REFERRED)
    assert (row.route, row.complexity) == (Route.REGISTER_REFER, Complexity.SIMPLE)
    assert not {ClockKind.RESOLVE, ClockKind.INVESTIGATION} & set(clocks(office, case))
    assert len(office.rows(Referral, complaint_id=case)) == 1


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"decision": "refer"}, {"matters.0.refer_to": "REQUIRED"}),
        ({"decision": "refer", "refer_to": "SJ"}, {"matters.0.refer_to": "NOT_AN_OPTION"}),
        ({"decision": "merge"}, {"matters.0.merge_into": "REQUIRED"}),
        ({"decision": "merge", "merge_into": "YH-2026-000001"}, {"matters.0.merge_into": "MERGE_ITSELF"}),
        ({"decision": "merge", "merge_into": "YH-2026-999999"}, {"matters.0.merge_into": "MERGE_UNKNOWN"}),
    ],
)
def test_way_without_its_place_is_refused_by_path(
    office: FullOffice, row: dict[str, object], fault: dict[str, str]
) -> None:
    """交办 is an act after acceptance; a merger names another case."""
    case = office.file().complaint_id
    with pytest.raises(InvalidInput) as refused:
        decide(office, case, row, ACCEPT)
    assert refused.value.errors == fault


def test_merged_case_points_to_the_other_and_reminds_it(office: FullOffice) -> None:
    """The same matter is answered once; the answer of the merged case names the other."""
    parent = office.file()
    case = office.file().complaint_id
    merge = {"decision": "merge", "merge_into": parent.number.lower()}
    told = decide(office, case, merge, merge)
    row = complaint(office, case)
    assert (told["outcome"], told["needs_answer_task"], told["feedback_clock_id"]) == ("merged", True, None)
    assert (row.merged_into, row.route, row.complexity) == (parent.number, None, None)
    matter = office.rows(Matter, complaint_id=case)[0]
    assert matter.nonaccept_ground is NonAcceptGround.ALREADY_IN_PROGRESS
    assert office.rows(FileEntry, complaint_id=parent.complaint_id, kind=FileEntryKind.REMINDER)
    answers = {"findings_text": "一", "decision_text": "二", "measures_text": "三", "ways": ["sms"]}
    submit(office, case, "give-answer", "ying.shoudao", **answers)
    assert office.rows(Answer, complaint_id=case)[0].lines[0]["merged_into"] == parent.number


def test_two_cases_may_not_be_merged_into_each_other(office: FullOffice) -> None:
    """One of them has to go on."""
    first, second = office.file(), office.file()
    into_first = {"decision": "merge", "merge_into": first.number}
    decide(office, second.complaint_id, into_first, into_first)
    into_second = {"decision": "merge", "merge_into": second.number}
    with pytest.raises(InvalidInput) as refused:
        decide(office, first.complaint_id, into_second, into_second)
    assert refused.value.errors["matters.0.merge_into"] == "MERGE_CIRCLE"


def test_a_merger_leads_to_the_head_of_the_chain_and_an_archived_case_takes_none(office: FullOffice) -> None:
    """DM-13: what was merged leads on; no circle, however long; refused where the head is closed."""
    first, second, third = office.file(), office.file(), office.file()
    into = [{"decision": "merge", "merge_into": case.number} for case in (first, second, third)]
    decide(office, second.complaint_id, into[0], into[0])
    decide(office, third.complaint_id, into[1], into[1])
    assert complaint(office, third.complaint_id).merged_into == first.number
    assert len(office.rows(FileEntry, complaint_id=first.complaint_id, kind=FileEntryKind.REMINDER)) == 2
    with pytest.raises(InvalidInput) as circle:
        decide(office, first.complaint_id, into[2], into[2])
    assert circle.value.errors["matters.0.merge_into"] == "MERGE_CIRCLE"
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, first.complaint_id).stage = Stage.ARCHIVED
    late = office.file().complaint_id
    with pytest.raises(InvalidInput) as closed:
        decide(office, late, into[2], into[0])
    assert closed.value.errors == {f"matters.{row}.merge_into": "MERGE_ARCHIVED" for row in (0, 1)}
    assert complaint(office, late).merged_into is None


def test_settled_on_the_spot_is_answered_in_the_same_breath(office: FullOffice) -> None:
    """S006: confirmed by the complainant, no task of an answer, no return visit."""
    case = office.file().complaint_id
    told_twice = {**ACCEPT, "problem": "repeated_materials", "times_told": 2}
    told = decide(office, case, told_twice, ACCEPT, route="on_spot", complexity="simple")
    assert (told["is_on_spot"], told["investigation_clock_id"]) == (True, None)
    assert complaint(office, case).stage is Stage.INTAKE
    row = {"finding": "substantiated", **SAID, "disposals": ["improve_service"], "reason": "当场取出"}
    with pytest.raises(InvalidInput) as refused:
        submit(
            office,
            case,
            "settle-on-spot",
            "ying.shoudao",
            is_settled="yes",
            **NOTHING_TO_IMPROVE,
            matters=[row, row],
        )
    assert refused.value.errors == {"confirmed_by_complainant": "REQUIRED"}
    submit(
        office,
        case,
        "settle-on-spot",
        "ying.shoudao",
        is_settled="yes",
        confirmed_by_complainant=True,
        **NOTHING_TO_IMPROVE,
        matters=[row, row],
    )
    told = office.rows(OutboxRow, kind="complete_user_task")[-1].payload["variables"]
    assert (told["outcome"], told["needs_answer_task"], told["has_accepted"]) == ("settled", False, False)
    assert clocks(office, case)[ClockKind.RESOLVE].stop_reason == "settled"
    assert office.rows(Answer, complaint_id=case)[0].published_at is not None
    matter = office.rows(Matter, complaint_id=case)[0]
    assert (matter.decision, matter.settled) == (MatterDecision.SETTLE_ON_SPOT, True)
    assert matter.category_found is Category.REPEATED_MATERIALS, (
        "nobody investigates: what was told was found"
    )
    assert [row.kind for row in office.rows(Rectification, complaint_id=case)] == ["improve"]
    answers = [claim.answer for claim in office.rows(Claim, complaint_id=case)]
    assert answers == [ClaimAnswer.SUPPORTED] * 2, "what was answered in the form is on the file"


def test_a_suggestion_beside_what_is_settled_on_the_spot_is_adopted_and_nothing_is_found_of_it(
    office: FullOffice,
) -> None:
    """S006, W12: adopted in part it says what is not adopted and why, and the answer tells it."""
    case = office.file().complaint_id
    accepted = [{**ACCEPT, "kind": "complaint"}, {**ACCEPT, "kind": "suggestion"}]
    decide(office, case, *accepted, route="on_spot", complexity="simple")
    found = {"finding": "substantiated", **SAID, "disposals": ["correct_error"], "reason": "当场取出"}
    adopted = {"adoption": "partly_adopted", **SAID, "disposals": ["improve_service"], "reason": "先贴电话"}
    told = {"is_settled": "yes", "confirmed_by_complainant": True, **NOTHING_TO_IMPROVE}
    with pytest.raises(InvalidInput) as refused:
        submit(office, case, "settle-on-spot", "ying.shoudao", **told, matters=[found, adopted])
    assert refused.value.errors == {"matters.1.not_adopted": "REQUIRED"}
    left_out = "专人值守没有编制，不采纳"
    rows = [found, {**adopted, "not_adopted": left_out}]
    submit(office, case, "settle-on-spot", "ying.shoudao", **told, matters=rows)
    matters = sorted(office.rows(Matter, complaint_id=case), key=lambda row: row.no)
    assert [(row.kind, row.finding, row.adoption) for row in matters] == [
        (MatterKind.COMPLAINT, Finding.SUBSTANTIATED, None),
        (MatterKind.SUGGESTION, None, Adoption.PARTLY_ADOPTED),
    ]
    answer = office.rows(Answer, complaint_id=case)[0]
    assert f"部分采纳。未采纳的部分和理由：{left_out}。" in answer.findings_text


def test_what_cannot_be_settled_on_the_spot_is_investigated(office: FullOffice) -> None:
    """The limits count from the acceptance all the same."""
    case = office.file().complaint_id
    decide(office, case, ACCEPT, ACCEPT, route="on_spot")
    office.clock.set("2026-09-08T10:00")
    submit(office, case, "settle-on-spot", "ying.shoudao", is_settled="no")
    told = office.rows(OutboxRow, kind="complete_user_task")[-1].payload["variables"]
    kinds = clocks(office, case)
    assert told["has_accepted"] is True
    assert told["resolve_clock_id"] == kinds[ClockKind.RESOLVE].id
    assert told["investigation_clock_id"] == kinds[ClockKind.INVESTIGATION].id
    assert kinds[ClockKind.INVESTIGATION].opened_at.day == 7
    assert complaint(office, case).stage is Stage.INVESTIGATION


def test_a_question_is_answered_at_once_and_is_no_complaint(office: FullOffice) -> None:
    """ST-9: 实为咨询或误操作，登记后即答，不作投诉; R12: no investigation, no return visit, told at the query code."""
    filed = office.file()
    case, row = filed.complaint_id, {"decision": "consultation"}
    with pytest.raises(InvalidInput) as refused:
        submit(office, case, "decide-acceptance", "wen.rusheng", **DECISION, matters=[row, row])
    assert refused.value.errors == {"matters.0.reply": "REQUIRED", "matters.1.reply": "REQUIRED"}
    row["reply"] = "高龄津贴每月20日前发放；误点的差评已按本人说明撤下"
    submit(office, case, "decide-acceptance", "wen.rusheng", **DECISION, matters=[row, row])
    complaint = office.rows(Complaint, id=case)[0]
    assert (complaint.outcome, complaint.stage, complaint.route) == (Outcome.CONSULTED, Stage.FEEDBACK, None)
    answer = office.rows(Answer, complaint_id=case)[0]
    assert answer.published_at is not None
    assert row["reply"] in answer.decision_text
    assert [clock.kind for clock in office.rows(Clock, complaint_id=case) if clock.stopped_at is None] == []
