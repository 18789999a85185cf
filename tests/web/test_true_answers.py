"""What an ended case is told about itself is true, whichever way it ended; on the real page and in the proposed letter."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date
from services.answer.answer_texts import ANSWER_PROPOSAL
from services.answer.answer_wording import propose_decision, propose_findings, propose_measures
from services.answer.matter_answers import list_matter_answers
from services.casefile.get_case import list_matters
from services.clocks.told_window import told_review_window
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import REFUSE, submit
from tests.unit.side_requests.side_case import SideCase
from tests.web.told_scenes import fresh_case, handled, merged, part_of, progress_of, settled, withdrawn

NOT_ACCEPTED = "本件不予受理"


def proposed(case: SideCase) -> str:
    """Findings and measures as the answer's form has them filled in."""
    with case.office.unit_of_work().reading() as unit:
        answers = list_matter_answers(unit.session.get_one(Complaint, case.complaint_id), unit)
        texts = ANSWER_PROPOSAL.texts
        parts = (propose_findings(answers, texts), propose_decision(answers, texts))
        review = told_review_window(beijing_date(unit.clock.now()), unit)
        return "\n".join((*parts, propose_measures(answers, texts, review)))


@pytest.mark.parametrize(
    ("scene", "true"),
    [
        (withdrawn, "已受理；您撤回投诉后终止办理，不再作出调查认定。"),
        (merged, "由该件一并调查，本件不另行调查。"),
        (settled, "经查，属实。"),
    ],
)
def test_a_case_that_was_not_refused_is_never_called_refused(
    served_office: ServedOffice, scene: Callable[[ServedOffice], SideCase], true: str
) -> None:
    """ST-6: and no opinion is called approved where there was none."""
    case = scene(served_office)
    assert NOT_ACCEPTED not in proposed(case)
    assert true in proposed(case)
    page = progress_of(served_office.visitor(), case)
    assert NOT_ACCEPTED not in page
    assert "处理意见已批准" not in page
    assert "处理意见已定" not in page


def test_a_withdrawal_before_the_decision_says_so(served_office: ServedOffice) -> None:
    """ST-6."""
    filed = served_office.office.file(address="true-1")
    case = SideCase(served_office.office, filed.complaint_id, filed.number, filed.query_code)
    with case.unit() as (_, complaint):
        complaint.outcome = "withdrawn"
    assert "您撤回投诉时尚未决定是否受理，未开展调查。" in proposed(case)


def test_a_refused_case_is_told_basis_place_and_until_when_a_review_is_open(
    served_office: ServedOffice,
) -> None:
    """DM-30: each under its own name, and nobody promises to explain things elsewhere."""
    filed = served_office.office.file(address="true-2")
    case = SideCase(served_office.office, filed.complaint_id, filed.number, filed.query_code)
    answers = {"category": "bad_attitude", "route": "intervene", "matters": [REFUSE, REFUSE]}
    submit(served_office.office, case.complaint_id, "decide-acceptance", "ying.shoudao", **answers)
    told = proposed(case)
    assert NOT_ACCEPTED in told
    assert f"。依据：{REFUSE['basis']}。请向{REFUSE['right_place']}反映。" in told
    assert told.endswith(f"\n请向{REFUSE['right_place']}反映。对本决定不服的，可于30日内申请复查。")


def test_reason_and_basis_of_a_decision_are_two_sentences(served_office: ServedOffice) -> None:
    """DM-30: 处理决定 had them glued."""
    case = settled(served_office)
    with case.unit() as (unit, complaint):
        matter = list_matters(complaint.id, unit)[0]
        matter.reason, matter.opinion_basis = "当场补办。", "《窗口服务规范》第八条"
    assert "已现场处理办结。当场补办。依据：《窗口服务规范》第八条。" in proposed(case)


def test_a_merged_person_is_promised_the_answer_itself(served_office: ServedOffice) -> None:
    """DM-30."""
    case = merged(served_office)
    assert "属同一事项，合并办理，办理结果一并答复您。" in proposed(case)


def test_an_approved_opinion_is_told_as_a_step_of_its_own(served_office: ServedOffice) -> None:
    """ST-6: where there was one."""
    case = handled(served_office)
    assert "处理意见已批准" in part_of(progress_of(served_office.visitor(), case), "steps")


def test_findings_are_not_told_before_the_answer(served_office: ServedOffice) -> None:
    """UX-17: the decision on each matter at once; what was found only when it is approved and answered."""
    case = fresh_case(served_office)
    findings = {
        "methods": ["documents"],
        "matters": [
            {
                "finding": "substantiated",
                "facts": "属实之处",
                "heard": "当面听取了窗口说明",
                "uncited_reason": "录像在卷",
                "responsibility": "unit",
            }
        ]
        * 2,
    }
    submit(served_office.office, case.complaint_id, "record-findings", "xun.wenshi", **findings)
    page = progress_of(served_office.visitor(), case)
    assert part_of(page, "matters").count("受理") == 2
    assert "属实" not in page


def test_own_words_are_read_again_without_name_and_number(served_office: ServedOffice) -> None:
    """UX-17: a code may lie about; the page it opens names nobody."""
    said = "我是简一趟，电话199 0000 0201。2026-09-03在C03窗口，窗口要我补一张证明。"
    filed = served_office.office.file(address="true-3", content=said)
    case = SideCase(served_office.office, filed.complaint_id, filed.number, filed.query_code)
    words = part_of(progress_of(served_office.visitor(), case), "words")
    assert "2026-09-03在C03窗口，窗口要我补一张证明。" in words
    assert "简一趟" not in words
    assert "0201" not in words
