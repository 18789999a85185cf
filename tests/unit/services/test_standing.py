"""Whose matter it is (本人, 受托人, 监护人, 旁观者), and what that bounds."""

from __future__ import annotations

import pytest

from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.complaint_standing import ComplaintStanding
from models.case.evidence_item import EvidenceItem
from models.case.survey import Survey
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.standing_codes import Standing
from models.vault.represented_person import RepresentedPerson
from services.actor import citizen
from services.answer.rate import Rate, rate
from services.beside.review.request_review import RequestReview, request_review
from services.beside.supplement.submit_supplement import SubmitSupplement, submit_supplement
from services.beside.withdrawal.ask_to_withdraw import AskToWithdraw, ask_to_withdraw
from services.casefile.standing import read_standing
from services.filing.new_case import FiledComplaint
from services.filing.split_file import SplitFile, split_file
from services.identity.cut_identity import cut_identity
from services.views.progress import FindProgress, Progress, find_progress
from tests.accepted_row import ACCEPTED_ROW
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import REFUSE, submit, walk_to
from tests.unit.services.standing_case import CLERK, HANDLER, RESULT, WARD, answer, file_as, put_proof, say

SOMEBODY = "203.0.113.40"
CLASS = {"category": "bad_attitude", "route": "intervene", "complexity": "simple"}
OPINION = {
    "finding": "substantiated",
    **SAID,
    "disposals": ["correct_error"],
    "reason": "有依据",
    "basis": "办事指南",
}


def look(office: FullOffice, filed: FiledComplaint) -> Progress:
    found = find_progress(
        FindProgress(filed.number, filed.query_code), office.unit_of_work(), citizen(SOMEBODY)
    )
    assert found is not None
    return found


def test_who_was_never_asked_is_told_as_always(office: FullOffice) -> None:
    """A case of before, or a message that came by itself: counts as 本人, marked 未问; nothing told changes."""
    filed = office.file()
    walk_to(office, filed.complaint_id, "give-answer")
    answer(office, filed.complaint_id)
    told = look(office, filed)
    assert (told.is_bounded, told.may_rate, told.may_review) == (False, True, True)
    assert told.answer is not None and "属实" in told.answer.findings_text
    assert office.rows(ComplaintStanding, complaint_id=filed.complaint_id) == []
    with office.unit_of_work().reading() as unit:
        assert read_standing(filed.complaint_id, unit).words == "未问"


def test_a_bystander_is_told_that_it_was_received_accepted_and_concluded_and_nothing_else(
    office: FullOffice,
) -> None:
    filed = file_as(office, "bystander")
    case = filed.complaint_id
    walk_to(office, case, "draft-opinion")
    before = look(office, filed)
    assert {step.code for step in before.steps} <= {"RECEIVED", "ACCEPTED", "CONTACTED"}
    submit(office, case, "draft-opinion", HANDLER, matters=[OPINION] * 2)
    submit(office, case, "approve-opinion", "heng.gongyun", opinion_decision="approve", **NOTHING_TO_IMPROVE)
    with pytest.raises(InvalidInput) as more:
        answer(office, case, findings_text="经查，属实。当事人王某已获退款。")
    assert more.value.errors == {"findings_text": "MORE_THAN_MAY_BE_TOLD"}
    answer(office, case)
    told = look(office, filed)
    assert told.is_bounded
    assert told.answer is not None
    assert told.answer.decision_text == "1. 所反映事项：已受理，已办结。\n2. 所反映事项：已受理，已办结。"
    assert not any(word in str(told) for word in RESULT)
    assert (told.counted, told.extensions, told.reviews, told.answer.claims) == ((), (), (), ())
    assert "ANSWERED" in {step.code for step in told.steps}
    assert "DECIDING" not in {step.code for step in told.steps}


def test_a_bystander_has_no_review_rating_or_withdrawal_of_anothers_matter_and_may_add_what_he_saw(
    office: FullOffice,
) -> None:
    filed = file_as(office, "bystander")
    case, key = filed.complaint_id, (filed.number, filed.query_code)
    with pytest.raises(RuleRefused, match="NOT_HIS_MATTER"):
        ask_to_withdraw(AskToWithdraw(*key, "不说了", "w" * 20), office.unit_of_work(), citizen(SOMEBODY))
    submit_supplement(
        SubmitSupplement(*key, "还看到门口有人拍照", (), is_unasked=True, submission_id="s" * 20),
        office.unit_of_work(),
        citizen(SOMEBODY),
    )
    walk_to(office, case, "give-answer")
    answer(office, case)
    told = look(office, filed)
    assert (told.may_rate, told.may_review, told.may_withdraw) == (False, False, False)
    assert [line.text for line in told.sent_supplements] == ["还看到门口有人拍照"]
    asked = request_review(RequestReview(*key, "不服", "r" * 20), office.unit_of_work(), citizen(SOMEBODY))
    assert asked.refused_by == "NOT_HIS_MATTER"
    (refused,) = look(office, filed).refused_reviews
    assert (refused.bar, refused.told_on, refused.last_day) == ("NOT_HIS_MATTER", None, None)
    with pytest.raises(RuleRefused, match="NOT_HIS_MATTER"):
        rate(Rate(*key, 1, "", "none", "q" * 20), office.unit_of_work(), citizen(SOMEBODY))
    assert office.rows(Survey, complaint_id=case) == []
    assert office.rows(Review, complaint_id=case) == []


def test_who_is_refused_may_have_the_refusal_reviewed_whoever_he_is(office: FullOffice) -> None:
    filed = file_as(office, "bystander")
    row = {**REFUSE, "refusal_text": "法院正在审理"}
    submit(office, filed.complaint_id, "decide-acceptance", CLERK, **CLASS, matters=[row, row])
    answer(office, filed.complaint_id)
    told = look(office, filed)
    assert told.may_review
    assert told.answer is not None and "法院正在审理" in told.answer.decision_text


def test_an_agent_is_told_no_more_than_a_bystander_before_his_power_of_attorney_is_on_record(
    office: FullOffice,
) -> None:
    """Then he is told as the person himself, also what was answered before."""
    filed = file_as(office, "agent", represented_name=WARD)
    case = filed.complaint_id
    walk_to(office, case, "give-answer")
    answer(office, case)
    assert not any(word in str(look(office, filed)) for word in RESULT)
    say(office, case, "agent", proof_item=put_proof(office, case))
    told = look(office, filed)
    assert (told.is_bounded, told.may_review) == (False, True)
    assert told.answer is not None
    assert {line.finding for line in told.answer.lines} == {"substantiated"}
    with office.unit_of_work().reading() as unit:
        assert read_standing(case, unit).words == "受托人（证明：证据1号）"


def test_a_proof_that_is_excluded_proves_nothing(office: FullOffice) -> None:
    filed = file_as(office, "agent")
    case = filed.complaint_id
    item = put_proof(office, case)
    say(office, case, "agent", proof_item=item)
    assert not look(office, filed).is_bounded
    with office.unit_of_work() as unit:
        unit.session.get_one(EvidenceItem, item).excluded_at = office.clock.now()
    assert look(office, filed).is_bounded


def test_a_guardian_names_the_ward_and_proves_it_and_the_name_stays_in_the_vault(
    office: FullOffice,
) -> None:
    with pytest.raises(InvalidInput) as unnamed:
        file_as(office, "guardian")
    assert unnamed.value.errors == {"represented_name": "WARD_REQUIRED"}
    filed = file_as(office, "guardian", represented_name=WARD)
    case = filed.complaint_id
    assert look(office, filed).is_bounded
    say(office, case, "guardian", proof_item=put_proof(office, case, "出生医学证明"))
    assert not look(office, filed).is_bounded
    assert office.rows(RepresentedPerson, complaint_id=case)[0].name == WARD
    with office.unit_of_work().reading() as unit:
        assert cut_identity([f"{WARD}被拒收"], case, unit) == ["■被拒收"]


def test_the_clerk_corrects_it_with_a_reason_until_the_opinion(office: FullOffice) -> None:
    filed = file_as(office, "own")
    case = filed.complaint_id
    with pytest.raises(InvalidInput) as silent:
        say(office, case, "bystander", reason="")
    assert set(silent.value.errors) == {"reason"}
    say(office, case, "bystander", reason="来电说明是路过看到")
    rows = sorted(office.rows(ComplaintStanding, complaint_id=case), key=lambda row: row.no)
    assert [(row.standing, row.reason, row.told_by) for row in rows] == [
        (Standing.OWN, None, "citizen"),
        (Standing.BYSTANDER, "来电说明是路过看到", CLERK),
    ]
    assert look(office, filed).is_bounded
    walk_to(office, case, "give-answer")
    with pytest.raises(RuleRefused, match="STANDING_FIXED"):
        say(office, case, "own")


def test_who_decides_on_the_acceptance_is_asked_where_nobody_has(office: FullOffice) -> None:
    filed = office.file()
    submit(
        office,
        filed.complaint_id,
        "decide-acceptance",
        CLERK,
        **CLASS,
        standing="bystander",
        matters=[ACCEPTED_ROW] * 2,
    )
    assert look(office, filed).is_bounded
    (row,) = office.rows(ComplaintStanding, complaint_id=filed.complaint_id)
    assert (row.standing, row.told_by) == (Standing.BYSTANDER, CLERK)


def test_a_file_that_is_taken_out_is_told_to_the_same_person_in_the_same_bounds(
    office: FullOffice,
) -> None:
    filed = file_as(office, "guardian", represented_name=WARD)
    with office.unit_of_work() as unit:
        first = unit.session.get_one(Complaint, filed.complaint_id)
        command = SplitFile((2,), "", first.received_at.date(), False, "另案办理")
        new = split_file(command, first, unit, office.actor(CLERK)).id
    with office.unit_of_work().reading() as unit:
        told = read_standing(new, unit)
        assert (told.standing, told.is_bounded) == (Standing.GUARDIAN, True)
    assert office.rows(RepresentedPerson, complaint_id=new)[0].name == WARD
