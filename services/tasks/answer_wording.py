"""Chinese wording that an answer is proposed with; the person who answers edits it. Official letters, not page texts."""

from collections.abc import Sequence

from models.claim import Claim
from models.codes import ClaimDecision, Disposal, Finding, NonAcceptGround

FINDINGS = {
    Finding.SUBSTANTIATED: "属实",
    Finding.PARTLY_SUBSTANTIATED: "部分属实",
    Finding.NOT_SUBSTANTIATED: "不属实",
    Finding.UNVERIFIABLE: "无法查实",
}
DISPOSALS = {
    Disposal.CORRECT_ERROR: "纠正错误",
    Disposal.ORDER_RECTIFICATION: "责令整改",
    Disposal.PROPOSE_DISCIPLINE: "提出处分建议并移送",
    Disposal.IMPROVE_SERVICE: "改进服务",
    Disposal.NO_ACTION: "不予处理",
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
}


def propose_findings(claims: Sequence[Claim]) -> str:
    """What was found, a line per accepted claim; for a refusal, that nothing was investigated."""
    lines = [
        f"{claim.no}. {claim.text}：经查，{FINDINGS[claim.finding]}。{claim.facts or ''}"
        for claim in claims
        if claim.finding is not None
    ]
    return "\n".join(lines) or "所反映事项未予受理，未开展调查。"


def propose_decision(claims: Sequence[Claim]) -> str:
    """What was decided, a line per claim, refused ones with ground, basis and right place."""
    return "\n".join(line_of(claim) for claim in claims)


def line_of(claim: Claim) -> str:
    """The answer to one claim in a line."""
    if claim.decision is ClaimDecision.REFUSE and claim.nonaccept_ground is not None:
        return (
            f"{claim.no}. {claim.text}：不予受理。理由：{GROUNDS[claim.nonaccept_ground]}。"
            f"依据：{claim.basis}。请向{claim.right_place}反映。"
        )
    return f"{claim.no}. {claim.text}：{claim.reason or ''}{claim.opinion_basis or ''}"


def propose_measures(claims: Sequence[Claim]) -> str:
    """What is done, a line per accepted claim."""
    lines = [
        f"{claim.no}. {claim.text}：{'、'.join(DISPOSALS[Disposal(step)] for step in claim.disposals)}。"
        for claim in claims
        if claim.disposals
    ]
    return "\n".join(lines) or "请按上述渠道反映，我们将配合说明情况。"
