"""An answer as it is proposed: what of a matter is told in which words of the office. Official words, in Chinese.

The words are the texts of `ANSWER_PROPOSAL` by block; who answers edits what is proposed. What a code is called stands here.
"""

from collections.abc import Mapping, Sequence

from models.case.claim import Claim
from models.case.matter import Matter
from models.ground.codes import Disposal, MatterDecision, Method, NonAcceptGround
from models.ground.evidence_codes import Responsibility
from models.ground.matter_codes import Adoption, ClaimAnswer
from services.answer.matter_answers import MatterAnswer
from services.casefile.disposal_words import tell_disposal
from services.casefile.found_words import DISPOSALS, FINDINGS

ADOPTIONS = {
    Adoption.ADOPTED: "采纳",
    Adoption.PARTLY_ADOPTED: "部分采纳",
    Adoption.NOT_ADOPTED: "未采纳",
}
ANSWERS = {
    ClaimAnswer.SUPPORTED: "支持",
    ClaimAnswer.PARTLY_SUPPORTED: "部分支持",
    ClaimAnswer.NOT_SUPPORTED: "不支持",
    ClaimAnswer.EXPLAINED: "解释说明",
}
RESPONSIBILITIES = {
    Responsibility.UNIT: "单位责任",
    Responsibility.PERSON: "个人责任",
    Responsibility.NONE: "无责任",
    Responsibility.SYSTEM: "制度、流程或系统原因",
}
METHODS = {
    Method.INTERVIEW: "询问",
    Method.DOCUMENTS: "查阅资料",
    Method.SITE: "现场勘查",
    Method.COLLECT: "调取证据",
    Method.ENTRUST: "委托调查",
    Method.APPRAISAL: "第三方评估、鉴定",
}
GROUNDS = {
    NonAcceptGround.STATE_SECRET: "涉及国家安全、国家秘密",
    NonAcceptGround.PRIVATE_AFFAIR: "属于私人事务或者个人隐私",
    NonAcceptGround.IN_TRIAL: "正在司法审理中",
    NonAcceptGround.LEGAL_PROCEDURE_OPEN: "已进入信访、复议、仲裁、监察等程序",
    NonAcceptGround.NOT_GOV_SERVICE: "不属于政务服务事项",
    NonAcceptGround.OUT_OF_JURISDICTION: "不属本中心管辖",
    NonAcceptGround.NO_RESPONDENT_OR_MATTER: "没有明确的被投诉对象或者事项",
    NonAcceptGround.ALREADY_IN_PROGRESS: "同一事项正在办理",
    NonAcceptGround.CLOSED_NO_NEW_EVIDENCE: "已经办结且没有新的证据",
    NonAcceptGround.UNVERIFIABLE: "没有可以核查的线索",
    NonAcceptGround.UNLAWFUL_OR_INDECENT: "要求或者内容违反法律、公序良俗",
    NonAcceptGround.EMERGENCY: "属于紧急情况，应当即时报警求助",
    NonAcceptGround.OTHER: "其他不属于受理范围的情形",
}


Texts = Mapping[str, str]
_DECIDED: Mapping[MatterDecision | None, str] = {
    MatterDecision.SETTLE_ON_SPOT: "decided_settled",
    MatterDecision.CONSULTATION: "decided_consulted",
}
# Where nothing is done about any matter, of the ways that they went the first of these says why.
_NOTHING_DONE: Mapping[MatterDecision, str] = {
    MatterDecision.SETTLE_ON_SPOT: "done_settled",
    MatterDecision.REFER: "done_referred",
    MatterDecision.CONSULTATION: "done_consulted",
    MatterDecision.MERGE: "done_merged",
}


def propose_findings(answers: Sequence[MatterAnswer], texts: Texts, methods: Sequence[Method] = ()) -> str:
    """What was found, a line per matter that was not refused; that nothing was investigated only when all were.

    `methods` are the course of the investigation, without days and persons.
    """
    course = "、".join(METHODS[method] for method in methods) or "查"
    lines = [word_line(told, found, texts) for told in answers if (found := _found(told, course, texts))]
    return "\n".join(lines) or texts["found_refused"]


def propose_decision(answers: Sequence[MatterAnswer], texts: Texts, claims: Sequence[Claim] = ()) -> str:
    """What was decided, a line per matter: ground, basis and place of a refusal, the way of all others.

    Then a line for each claim that was answered.
    """
    lines = [word_line(told, word_decision(told, texts), texts) for told in answers]
    return "\n".join([*lines, *(_claim_line(claim, texts) for claim in claims if claim.answer)])


def propose_measures(answers: Sequence[MatterAnswer], texts: Texts, review_within: str) -> str:
    """What is done, a line per matter that something is done about; who was refused reads until when a review is his."""
    lines = [
        word_line(told, texts["done"].format_map({"措施": _done(told)}), texts)
        for told in answers
        if told.matter.disposals
    ]
    return "\n".join(lines) or _no_measures(answers, texts, review_within)


def propose_pending(answers: Sequence[MatterAnswer], texts: Texts) -> str:
    """Where matters stand that are not answered yet, a line each."""
    return "\n".join(word_line(told, _still_out(told, texts), texts) for told in answers)


def word_line(told: MatterAnswer, said: str, texts: Texts, *, name: str | None = None) -> str:
    """What is said of one matter under its number, with `name` in the place of its own words."""
    places = {"序号": told.matter.no, "事项": told.matter.text if name is None else name, "所答": said}
    return texts["matter_line"].format_map(places)


def word_decision(told: MatterAnswer, texts: Texts) -> str:
    """The answer to one matter; its own words are no part of it."""
    matter = told.matter
    if told.is_withdrawn:
        return texts["decided_withdrawn"]
    if matter.decision is MatterDecision.REFUSE and matter.nonaccept_ground is not None:
        return _refused(matter, GROUNDS[matter.nonaccept_ground], texts)
    if matter.decision is MatterDecision.REFER:
        places = {"承办单位": told.unit_name or "", "办理情况": _unit_result(told, texts)}
        return texts["decided_referred"].format_map(places)
    if matter.decision is MatterDecision.MERGE:
        return texts["decided_merged"].format_map({"并入编号": matter.merged_into})
    places = {"理由说明": _sentence(matter.reason), "办理依据": _basis(matter.opinion_basis, texts)}
    return texts[_DECIDED.get(matter.decision, "decided")].format_map(places)


def _refused(matter: Matter, ground: str, texts: Texts) -> str:
    """Whoever refuses names the place to go to; a row that has none is told without that sentence."""
    places = {
        "不予受理的理由": ground,
        "理由说明": _sentence(matter.reason),
        "办理依据": _basis(matter.basis, texts),
        "去处": matter.right_place,
        "救济": _sentence(matter.remedies),
    }
    block = "decided_refused" if matter.right_place else "decided_refused_no_place"
    return texts[block].format_map(places)


def _claim_line(claim: Claim, texts: Texts) -> str:
    places = {
        "序号": claim.no,
        "诉求": claim.text,
        "诉求答复": ANSWERS[claim.answer] if claim.answer is not None else "",
        "诉求理由": _sentence(claim.reason),
    }
    return texts["claim_line"].format_map(places)


def _done(told: MatterAnswer) -> str:
    """What is done, with its particulars where the opinion tells them; why nothing is done stands with the decision."""
    told_apart = [row for row in told.disposals if row.kind is not Disposal.NO_ACTION]
    particulars: dict[Disposal, str] = {row.kind: tell_disposal(row) for row in told_apart}
    steps = map(Disposal, told.matter.disposals)
    return "；".join(particulars.get(step, DISPOSALS[step]) for step in steps)


def _found(told: MatterAnswer, course: str, texts: Texts) -> str:
    """Empty of a refusal: nothing was investigated."""
    matter = told.matter
    if told.is_withdrawn and told.result is None:
        return _found_before_withdrawal(told, texts)
    if told.unit_name is not None:
        return texts["found_by_unit"].format_map({"承办单位": told.unit_name, "办理结果": told.result or ""})
    if matter.decision is MatterDecision.MERGE:
        return texts["found_merged"].format_map({"并入编号": matter.merged_into})
    if matter.adoption is not None:
        return _adopted(matter, ADOPTIONS[matter.adoption], texts)
    if matter.finding is not None:
        places = {"调查方式": course, "认定": FINDINGS[matter.finding], "事实": matter.facts or ""}
        return texts["found"].format_map(places)
    return _without_finding(matter, texts)


def _without_finding(matter: Matter, texts: Texts) -> str:
    if matter.decision is MatterDecision.REFUSE:
        return ""
    return texts["found_consulted" if matter.decision is MatterDecision.CONSULTATION else "found_not_yet"]


def _adopted(matter: Matter, adopted: str, texts: Texts) -> str:
    left_out = {"未采纳理由": _sentence(matter.not_adopted)}
    places = {
        "采纳情况": adopted,
        "未采纳": texts["found_not_adopted"].format_map(left_out) if matter.not_adopted else "",
        "事实": matter.facts or "",
    }
    return texts["found_adopted"].format_map(places)


def _found_before_withdrawal(told: MatterAnswer, texts: Texts) -> str:
    """How far it had come; a finding that nobody approved is no answer."""
    if told.unit_name is not None:
        return texts["found_withdrawn_at_unit"].format_map({"承办单位": told.unit_name})
    return texts["found_withdrawn_undecided" if told.matter.decision is None else "found_withdrawn"]


def _sentence(text: str | None) -> str:
    """The text with one full stop at its end; nothing of nothing."""
    words = (text or "").strip().rstrip("。；;")
    return f"{words}。" if words else ""


def _basis(text: str | None, texts: Texts) -> str:
    """The basis under its own name, so that it is not read as part of the reason."""
    if not text or not text.strip():
        return ""
    words = text.strip().removeprefix("依据：").rstrip("。；;")
    return texts["decided_basis"].format_map({"依据条文": words})


def _unit_result(told: MatterAnswer, texts: Texts) -> str:
    if not told.result:
        return texts["decided_unit_signed"]
    return texts["decided_unit_result"].format_map({"办理结果": told.result})


def _still_out(told: MatterAnswer, texts: Texts) -> str:
    if told.unit_name is None:
        return texts["pending_in_hand"]
    return texts["pending_at_unit"].format_map({"承办单位": told.unit_name})


def _no_measures(answers: Sequence[MatterAnswer], texts: Texts, review_within: str) -> str:
    if any(told.is_withdrawn for told in answers):
        return texts["done_withdrawn"]
    ways = {told.matter.decision for told in answers}
    for way, block in _NOTHING_DONE.items():
        if way in ways:
            return texts[block]
    places = dict.fromkeys(told.matter.right_place for told in answers if told.matter.right_place)
    place = texts["done_place"].format_map({"去处": "、".join(places)}) if places else ""
    # What was told with the decision is not told a second time in other words.
    is_told = any(told.matter.remedies for told in answers)
    return place if is_told else place + texts["done_remedy"].format_map({"复查期间": review_within})
