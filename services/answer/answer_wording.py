"""Chinese wording that an answer is proposed with; the person who answers edits it. Official letters, not page texts."""

from collections.abc import Sequence

from models.case.claim import Claim
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


_NOTHING_TO_FIND: dict[MatterDecision | None, str] = {
    MatterDecision.REFUSE: "",
    MatterDecision.CONSULTATION: "属咨询，已经答复，不作投诉调查。",
}
_BEFORE_THE_REASON: dict[MatterDecision | None, str] = {
    MatterDecision.SETTLE_ON_SPOT: "已现场处理办结。",
    MatterDecision.CONSULTATION: "答复：",
}


def propose_findings(answers: Sequence[MatterAnswer], methods: Sequence[Method] = ()) -> str:
    """What was found, a line per matter that was not refused; that nothing was investigated only when all were.

    `methods` are the course of the investigation, without days and persons.
    """
    course = "、".join(METHODS[method] for method in methods) or "查"
    lines = [line for told in answers if (line := _finding_of(told, course))]
    return "\n".join(lines) or "本件不予受理，没有进入调查；理由和依据见处理决定。"


def propose_decision(answers: Sequence[MatterAnswer], claims: Sequence[Claim] = ()) -> str:
    """What was decided, a line per matter: ground, basis and place of a refusal, the way of all others.

    Then a line for each claim that was answered.
    """
    return "\n".join([*map(line_of, answers), *(_claim_line(claim) for claim in claims if claim.answer)])


def _claim_line(claim: Claim) -> str:
    answer = ANSWERS[claim.answer] if claim.answer is not None else ""
    return f"诉求{claim.no}. {claim.text}：{answer}。{_sentence(claim.reason)}"


def propose_measures(answers: Sequence[MatterAnswer], review_within: str) -> str:
    """What is done, a line per matter that something is done about; who was refused reads until when a review is his."""
    lines = [
        f"{told.matter.no}. {told.matter.text}：{_done(told)}。" for told in answers if told.matter.disposals
    ]
    return "\n".join(lines) or _no_measures(answers, review_within)


def _done(told: MatterAnswer) -> str:
    """What is done, with its particulars where the opinion tells them; why nothing is done stands with the decision."""
    told_apart = [row for row in told.disposals if row.kind is not Disposal.NO_ACTION]
    particulars: dict[Disposal, str] = {row.kind: tell_disposal(row) for row in told_apart}
    steps = map(Disposal, told.matter.disposals)
    return "；".join(particulars.get(step, DISPOSALS[step]) for step in steps)


def line_of(told: MatterAnswer) -> str:
    """The answer to one matter in a line."""
    return f"{told.matter.no}. {told.matter.text}：{_way_of(told)}"


def _finding_of(told: MatterAnswer, course: str) -> str:
    found = _found(told, course)
    return f"{told.matter.no}. {told.matter.text}：{found}" if found else ""


def _found(told: MatterAnswer, course: str) -> str:
    matter = told.matter
    if told.is_withdrawn and told.result is None:
        return _found_before_withdrawal(told)
    if told.unit_name is not None:
        return f"由{told.unit_name}办理。{told.result or ''}"
    if matter.decision is MatterDecision.MERGE:
        return f"与{matter.merged_into}属同一事项，由该件一并调查，本件不另行调查。"
    if matter.adoption is not None:
        left_out = f"未采纳的部分和理由：{_sentence(matter.not_adopted)}" if matter.not_adopted else ""
        return f"经研究，{ADOPTIONS[matter.adoption]}。{left_out}{matter.facts or ''}"
    if matter.finding is not None:
        return f"经{course}，{FINDINGS[matter.finding]}。{matter.facts or ''}"
    return _NOTHING_TO_FIND.get(matter.decision, "尚未形成调查认定。")


def _found_before_withdrawal(told: MatterAnswer) -> str:
    """How far it had come; a finding that nobody approved is no answer."""
    if told.unit_name is not None:
        return f"已转办{told.unit_name}；您撤回投诉后不再跟进。"
    if told.matter.decision is None:
        return "您撤回投诉时尚未决定是否受理，未开展调查。"
    return "已受理；您撤回投诉后终止办理，不再作出调查认定。"


def _way_of(told: MatterAnswer) -> str:
    matter = told.matter
    if told.is_withdrawn:
        return "您已撤回投诉，本项不再办理。"
    if matter.decision is MatterDecision.REFUSE and matter.nonaccept_ground is not None:
        return (
            f"不予受理。理由：{GROUNDS[matter.nonaccept_ground]}。"
            f"{_sentence(matter.reason)}{_basis(matter.basis)}请向{matter.right_place}反映。{_sentence(matter.remedies)}"
        )
    if matter.decision is MatterDecision.REFER:
        return f"已转办{told.unit_name or ''}。{_result(told)}"
    if matter.decision is MatterDecision.MERGE:
        return f"与{matter.merged_into}属同一事项，合并办理，办理结果一并答复您。"
    return f"{_BEFORE_THE_REASON.get(matter.decision, '')}{_sentence(matter.reason)}{_basis(matter.opinion_basis)}"


def _sentence(text: str | None) -> str:
    """The text with one full stop at its end; nothing of nothing."""
    words = (text or "").strip().rstrip("。；;")
    return f"{words}。" if words else ""


def _basis(text: str | None) -> str:
    """The basis under its own name, so that it is not read as part of the reason."""
    return _sentence("依据：" + text.strip().removeprefix("依据：")) if text and text.strip() else ""


def _result(told: MatterAnswer) -> str:
    return f"办理结果：{told.result}" if told.result else "该单位已签收并承办。"


def _no_measures(answers: Sequence[MatterAnswer], review_within: str) -> str:
    if any(told.is_withdrawn for told in answers):
        return "按您的撤回申请终止办理；如有新的情况，可以再次投诉。"
    ways = {told.matter.decision for told in answers}
    if MatterDecision.SETTLE_ON_SPOT in ways:
        return "已现场处理办结。"
    if MatterDecision.REFER in ways:
        return "承办单位按其职责处理，我们已将结果如实转告。"
    if MatterDecision.CONSULTATION in ways:
        return "已就您的咨询作出答复。如要投诉，可以再次提交。"
    if MatterDecision.MERGE in ways:
        return "合并办理，办理结果一并答复您。"
    remedy = f"对本决定不服的，可于{review_within}内申请复查。"
    if any(told.matter.remedies for told in answers):
        # What was told with the decision is not told a second time in other words.
        remedy = ""
    places = dict.fromkeys(told.matter.right_place for told in answers if told.matter.right_place)
    return f"{_sentence('请向' + '、'.join(places) + '反映') if places else ''}{remedy}"
