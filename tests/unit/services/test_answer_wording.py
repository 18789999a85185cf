"""How an answer is proposed in the words that come with the product: every sentence once, as it stands in the letter."""

from __future__ import annotations

import pytest

from models.case.claim import Claim
from models.case.matter import Matter
from models.ground.codes import Finding, MatterDecision, Method, NonAcceptGround
from models.ground.matter_codes import Adoption, ClaimAnswer
from services.answer.answer_texts import ANSWER_PROPOSAL
from services.answer.answer_wording import (
    propose_decision,
    propose_findings,
    propose_measures,
    propose_pending,
)
from services.answer.bounded_answer import word_bounded, word_interim
from services.answer.matter_answers import MatterAnswer

UNIT = "区住建局"


class SaidTexts(dict[str, str]):
    """The product's own texts; keeps which of them were said."""

    said: set[str]

    def __getitem__(self, block: str) -> str:
        self.said.add(block)
        return super().__getitem__(block)


def texts() -> SaidTexts:
    said = SaidTexts(ANSWER_PROPOSAL.texts)
    said.said = set()
    return said


def told(
    no: int, *, unit: str | None = None, result: str = "", gone: bool = False, **row: object
) -> MatterAnswer:
    matter = Matter(no=no, text=f"事{no}", **{"disposals": [], **row})
    return MatterAnswer(matter, unit, result or None, gone)


REFUSED = {
    "decision": MatterDecision.REFUSE,
    "nonaccept_ground": NonAcceptGround.IN_TRIAL,
    "reason": "法院已受理",
    "basis": "依据：《民事诉讼法》第六条。",
    "right_place": "云河市法院",
}
ANSWERS = [
    told(
        1,
        decision=MatterDecision.ACCEPT,
        finding=Finding.SUBSTANTIATED,
        facts="窗口无人。",
        reason="脱岗；",
        opinion_basis="《窗口规范》",
        disposals=["correct_error"],
    ),
    told(2, decision=MatterDecision.ACCEPT, adoption=Adoption.PARTLY_ADOPTED, not_adopted="不设夜班"),
    told(3, unit=UNIT, result="已修好。", decision=MatterDecision.REFER),
    told(4, unit=UNIT, decision=MatterDecision.REFER),
    told(5, decision=MatterDecision.MERGE, merged_into="YH-2026-000001"),
    told(6, decision=MatterDecision.CONSULTATION, reason="周六开放"),
    told(7, decision=MatterDecision.SETTLE_ON_SPOT, reason="当场补办"),
    told(8, **REFUSED, remedies="可以申请复查"),
]
WITHDRAWN = [
    told(1, gone=True),
    told(2, gone=True, decision=MatterDecision.ACCEPT),
    told(3, gone=True, unit=UNIT, decision=MatterDecision.REFER),
]
FOUND = """1. 事1：经询问，属实。窗口无人。
2. 事2：经研究，部分采纳。未采纳的部分和理由：不设夜班。
3. 事3：由区住建局办理。已修好。
4. 事4：由区住建局办理。
5. 事5：与YH-2026-000001属同一事项，由该件一并调查，本件不另行调查。
6. 事6：属咨询，已经答复，不作投诉调查。
7. 事7：尚未形成调查认定。"""
DECIDED = """1. 事1：脱岗。依据：《窗口规范》。
2. 事2：
3. 事3：已转办区住建局。办理结果：已修好。
4. 事4：已转办区住建局。该单位已签收并承办。
5. 事5：与YH-2026-000001属同一事项，合并办理，办理结果一并答复您。
6. 事6：答复：周六开放。
7. 事7：已现场处理办结。当场补办。
8. 事8：不予受理。理由：正在司法审理中。法院已受理。依据：《民事诉讼法》第六条。请向云河市法院反映。可以申请复查。
诉求1. 退款：支持。已退。"""
# How a case ends of which nothing is done about any matter.
ENDS = {
    "done_settled": (ANSWERS[1:], "已现场处理办结。"),
    "done_referred": (ANSWERS[2:4], "承办单位按其职责处理，我们已将结果如实转告。"),
    "done_consulted": (ANSWERS[5:6], "已就您的咨询作出答复。如要投诉，可以再次提交。"),
    "done_merged": (ANSWERS[4:5], "合并办理，办理结果一并答复您。"),
    "done_withdrawn": (WITHDRAWN, "按您的撤回申请终止办理；如有新的情况，可以再次投诉。"),
    "done_place": (ANSWERS[7:], "请向云河市法院反映。"),
    "done_remedy": ([told(1, **REFUSED)], "请向云河市法院反映。对本决定不服的，可于30日内申请复查。"),
}
BOUNDED = (
    "您反映的事项已依法调查处理。该事项涉及当事人，调查和处理的内容不在此告知。",
    """1. 所反映事项：已受理，已办结。
2. 所反映事项：已受理，已办结。
3. 所反映事项：已转办区住建局，已办结。
4. 所反映事项：已转办区住建局，已办结。
5. 所反映事项：与YH-2026-000001属同一事项，合并办理。
6. 所反映事项：答复：周六开放。
7. 所反映事项：已受理，已办结。
8. 所反映事项：不予受理。理由：正在司法审理中。法院已受理。依据：《民事诉讼法》第六条。请向云河市法院反映。可以申请复查。""",
    "本件已经办结。当事人本人，或者授权委托书、监护证明在案的受托人、监护人，可以了解处理结果。",
)


def test_without_an_owner_s_text_every_sentence_is_the_one_that_came_with_the_product() -> None:
    """Each block is said somewhere: none stands on the owner's page for nothing."""
    own = texts()
    claims = [Claim(no=1, text="退款", answer=ClaimAnswer.SUPPORTED, reason="已退"), Claim(no=2, text="道歉")]
    assert propose_findings(ANSWERS, own, [Method.INTERVIEW]) == FOUND
    assert propose_findings(ANSWERS[7:], own) == "本件不予受理，没有进入调查；理由和依据见处理决定。"
    assert propose_findings(ANSWERS[:1], own) == "1. 事1：经查，属实。窗口无人。"
    assert propose_decision(ANSWERS, own, claims) == DECIDED
    assert propose_measures(ANSWERS, own, "30日") == "1. 事1：纠正错误。"
    for block, (answers, end) in ENDS.items():
        assert propose_measures(answers, own, "30日") == end, block
    assert propose_findings(WITHDRAWN, own).splitlines() == [
        "1. 事1：您撤回投诉时尚未决定是否受理，未开展调查。",
        "2. 事2：已受理；您撤回投诉后终止办理，不再作出调查认定。",
        "3. 事3：已转办区住建局；您撤回投诉后不再跟进。",
    ]
    assert propose_decision(WITHDRAWN[:1], own) == "1. 事1：您已撤回投诉，本项不再办理。"
    assert propose_decision([told(1, **{**REFUSED, "right_place": None})], own) == (
        "1. 事1：不予受理。理由：正在司法审理中。法院已受理。依据：《民事诉讼法》第六条。"
    )
    assert propose_pending(ANSWERS[1:3], own) == (
        "2. 事2：尚在办理，有结果后另行答复。\n3. 事3：已转区住建局办理，有结果后另行答复。"
    )
    assert word_bounded(ANSWERS, own) == BOUNDED
    assert word_bounded(WITHDRAWN[:1], own)[1] == "1. 所反映事项：投诉已撤回，不再办理。"
    assert word_interim(ANSWERS, own) == (BOUNDED[1], "其余事项尚在办理，办结后另行告知。")
    assert own.said == set(ANSWER_PROPOSAL.texts)


@pytest.mark.parametrize("ground", NonAcceptGround)
@pytest.mark.parametrize("place", ["云河市法院", "", None])
def test_a_refusal_without_a_place_sends_nobody_anywhere(ground: NonAcceptGround, place: str | None) -> None:
    """Of each ground, to whom all is told and to whom less is, with nothing else on file: `None` stands in no sentence."""
    bare = told(1, decision=MatterDecision.REFUSE, nonaccept_ground=ground, right_place=place)
    said = ANSWER_PROPOSAL.texts
    papers = [
        propose_findings([bare], said),
        propose_decision([bare], said),
        propose_measures([bare], said, "30日"),
        *word_bounded([bare], said),
        *word_interim([bare], said),
    ]
    assert not [paper for paper in papers if "None" in paper]
    sent = [paper for paper in papers if "请向" in paper]
    assert len(sent) == (4 if place else 0)
    assert all(f"请向{place}反映。" in paper for paper in sent)
