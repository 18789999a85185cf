"""What an owner has proposed answers say: of each matter what was found, what was decided and what is done."""

import string
from collections.abc import Iterator, Mapping

from services.office.own_texts import Paper

# A line break ends a matter. Of places that hold a sentence the full stop is part; such a sentence may be missing.
_TEXTS = {
    "matter_line": "{序号}. {事项}：{所答}",
    "claim_line": "诉求{序号}. {诉求}：{诉求答复}。{诉求理由}",
    "found": "经{调查方式}，{认定}。{事实}",
    "found_adopted": "经研究，{采纳情况}。{未采纳}{事实}",
    "found_not_adopted": "未采纳的部分和理由：{未采纳理由}",
    "found_by_unit": "由{承办单位}办理。{办理结果}",
    "found_merged": "与{并入编号}属同一事项，由该件一并调查，本件不另行调查。",
    "found_consulted": "属咨询，已经答复，不作投诉调查。",
    "found_not_yet": "尚未形成调查认定。",
    "found_refused": "本件不予受理，没有进入调查；理由和依据见处理决定。",
    "found_withdrawn_at_unit": "已转办{承办单位}；您撤回投诉后不再跟进。",
    "found_withdrawn_undecided": "您撤回投诉时尚未决定是否受理，未开展调查。",
    "found_withdrawn": "已受理；您撤回投诉后终止办理，不再作出调查认定。",
    "decided": "{理由说明}{办理依据}",
    "decided_basis": "依据：{依据条文}。",
    "decided_refused": "不予受理。理由：{不予受理的理由}。{理由说明}{办理依据}请向{去处}反映。{救济}",
    "decided_refused_no_place": "不予受理。理由：{不予受理的理由}。{理由说明}{办理依据}{救济}",
    "decided_referred": "已转办{承办单位}。{办理情况}",
    "decided_unit_result": "办理结果：{办理结果}",
    "decided_unit_signed": "该单位已签收并承办。",
    "decided_merged": "与{并入编号}属同一事项，合并办理，办理结果一并答复您。",
    "decided_settled": "已现场处理办结。{理由说明}{办理依据}",
    "decided_consulted": "答复：{理由说明}{办理依据}",
    "decided_withdrawn": "您已撤回投诉，本项不再办理。",
    "done": "{措施}。",
    "done_settled": "已现场处理办结。",
    "done_referred": "承办单位按其职责处理，我们已将结果如实转告。",
    "done_consulted": "已就您的咨询作出答复。如要投诉，可以再次提交。",
    "done_merged": "合并办理，办理结果一并答复您。",
    "done_withdrawn": "按您的撤回申请终止办理；如有新的情况，可以再次投诉。",
    "done_place": "请向{去处}反映。",
    "done_remedy": "对本决定不服的，可于{复查期间}内申请复查。",
    "pending_at_unit": "已转{承办单位}办理，有结果后另行答复。",
    "pending_in_hand": "尚在办理，有结果后另行答复。",
    "bounded_found": "您反映的事项已依法调查处理。该事项涉及当事人，调查和处理的内容不在此告知。",
    "bounded_handled": "已受理，已办结。",
    "bounded_referred": "已转办{承办单位}，已办结。",
    "bounded_merged": "与{并入编号}属同一事项，合并办理。",
    "bounded_withdrawn": "投诉已撤回，不再办理。",
    "bounded_done": "本件已经办结。当事人本人，或者授权委托书、监护证明在案的受托人、监护人，可以了解处理结果。",
    "bounded_pending": "其余事项尚在办理，办结后另行告知。",
}
# How it was looked into is no result of it.
_MAY_BE_LEFT_OUT = frozenset({"调查方式"})


def _list_needs() -> Iterator[tuple[str, tuple[str, ...]]]:
    for block, text in _TEXTS.items():
        named = dict.fromkeys(name for _, name, _, _ in string.Formatter().parse(text) if name)
        yield block, tuple(name for name in named if name not in _MAY_BE_LEFT_OUT)


# Nearly all places of all blocks: some answers leave with nobody reading them, and a place left out is a reason, a unit or a
# number that the file has and the complainant is never told.
_NEEDS: Mapping[str, tuple[str, ...]] = dict(_list_needs())

ANSWER_PROPOSAL = Paper("answer_proposal", "答复拟稿", _TEXTS, _NEEDS)
