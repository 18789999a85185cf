"""What an ended case is told about itself is true, whichever way it ended; on the real page and in the proposed letter."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.case.complaint import Complaint
from services.answer.answer_wording import propose_findings, propose_measures
from services.answer.claim_answers import list_claim_answers
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import REFUSE, submit
from tests.unit.side_requests.side_case import SideCase
from tests.web.told_scenes import fresh_case, handled, merged, part_of, progress_of, settled, withdrawn

NOT_ACCEPTED = "未予受理，未开展调查"


def proposed(case: SideCase) -> str:
    """Findings and measures as the answer's form has them filled in."""
    with case.office.unit_of_work().reading() as unit:
        answers = list_claim_answers(unit.session.get_one(Complaint, case.complaint_id), unit)
        return f"{propose_findings(answers)}\n{propose_measures(answers)}"


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


def test_a_refused_case_is_told_that_nothing_was_investigated(served_office: ServedOffice) -> None:
    filed = served_office.office.file(address="true-2")
    case = SideCase(served_office.office, filed.complaint_id, filed.number, filed.query_code)
    answers = {"category": "bad_attitude", "route": "intervene", "claims": [REFUSE, REFUSE]}
    submit(served_office.office, case.complaint_id, "decide-acceptance", "ying.shoudao", **answers)
    assert NOT_ACCEPTED in proposed(case)


def test_an_approved_opinion_is_told_as_a_step_of_its_own(served_office: ServedOffice) -> None:
    """ST-6: where there was one."""
    case = handled(served_office)
    assert "处理意见已批准" in part_of(progress_of(served_office.visitor(), case), "steps")


def test_findings_are_not_told_before_the_answer(served_office: ServedOffice) -> None:
    """UX-17: the decision on each claim at once; what was found only when it is approved and answered."""
    case = fresh_case(served_office)
    findings = {"methods": ["documents"], "claims": [{"finding": "substantiated", "facts": "属实之处"}] * 2}
    submit(served_office.office, case.complaint_id, "record-findings", "xun.wenshi", **findings)
    page = progress_of(served_office.visitor(), case)
    assert part_of(page, "claims").count("受理") == 2
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
