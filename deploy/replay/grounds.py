"""What a careful clerk adds where a story tells a decision alone: legal basis, and the right place of a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_DEFAULT_PLACE = "按事项性质向有权处理的机关提出；可拨打12345查询"
_DEFAULT_BASIS = "本中心投诉受理范围公示：不属于受理范围的投诉，应当告知理由和去处"

BASIS = {
    "in_trial": "《信访工作条例》第三十一条：依法应由司法机关处理的事项，引导当事人向有权机关提出",
    "legal_procedure_open": "《信访工作条例》第三十一条：已进入法定程序的事项，按该程序处理",
    "private_affair": "本中心投诉受理范围公示：私人事务不属于政务服务投诉",
    "not_gov_service": "本中心投诉受理范围公示：仅受理政务服务投诉",
    "out_of_jurisdiction": "《信访工作条例》属地管理、分级负责原则",
    "unverifiable": "本中心投诉受理标准：投诉事项应当具体、可核查",
    "closed_no_new_evidence": "《信访工作条例》：已办结且无新事实、新证据的重复事项不再受理",
}

PLACE = {
    "in_trial": "正在审理该案的人民法院",
    "legal_procedure_open": "正在办理该程序的机关",
    "private_affair": "当事人协商、人民调解或向人民法院起诉",
    "closed_no_new_evidence": "对原答复不服可在30日内申请复查",
    "unverifiable": "补充时间、人员或凭证后可再次提出",
}


# Grounds that deny something else than that a complaint may be made of it.
_MET = {"no_respondent_or_matter": ["complainant"], "unverifiable": ["complainant", "actionable"]}


def points_met(ground: str) -> list[str]:
    """The points of the acceptance that a refusal for this ground does not deny."""
    return _MET.get(ground, ["complainant", "concrete"])


def basis_of(ground: str) -> str:
    """Legal basis a clerk gives for `ground`."""
    return BASIS.get(ground, _DEFAULT_BASIS)


def right_place_for(ground: str) -> str:
    """Where the complainant should turn instead."""
    return PLACE.get(ground, _DEFAULT_PLACE)


def chosen_bases(shown: Mapping[str, Any]) -> dict[str, Any]:
    """A story tells no basis of an opinion: the clerk chooses what is in force for it, or writes the standard's name."""
    chosen = [option["value"] for option in shown.get("basis_options", ())]
    return {"basis_ids": chosen} if chosen else {"basis": "《政务服务中心服务投诉处置规范》及中心服务承诺"}
