"""The Chinese reasons that the author of a denied change is told; codes are the services'."""

from workers.hardened.job_route import Denial

REASONS = {
    "COMPLAINED_ABOUT": "该人员是本件的被投诉人，不得办理本件。",
    "RECUSED": "该人员与被投诉对象有申报的利害关系或已被决定回避，不得办理本件。",
    "OWN_COMPLAINT": "本件是该人员本人提出的投诉，不得办理本件。",
    "REPORTED_BY_OWN_UNIT": "整改情况应由报送单位以外的人员核验。",
    "ON_LEAVE": "该人员正在请假，由代办人办理。",
    "ACCUSED_UNIT": "被投诉单位的人员不得决定、调查或者审批涉及本单位的投诉。",
    "BELOW_RESPONDENT": "该人员的上级是本件的被投诉人，不得办理本件。",
    "RELATION_EXPIRED": "该人员申报的关系已过期，须重新申报后才能办理本件。",
    "RELATION_UNDECIDED": "该人员申报的关系须先由上级决定是否回避，决定前不得办理本件。",
    "RECUSAL_PENDING": "该人员已自行申请回避，决定前不得办理本件。",
    "RESTRICTED": "本件为限阅件，该人员不在限阅名单内。",
    "ROLE_MISSING": "该人员没有办理此任务的岗位权限。",
    "NOT_ACTIVE_STAFF": "没有这名在岗人员。",
    "FOUR_EYES": "申请、拟办与批准不得为同一人。",
    "HANDLED_THE_CASE": "参与过本件办理的人员不得承担此项工作。",
    "OTHER_UNIT": "此任务属于其他单位，本单位人员不能办理。",
    "NOT_THE_SUPERIOR": "回避应由被申请回避人员的上级决定。",
    "RESPONDENTS_LINE": "撤回意愿应由被投诉对象所在单位和条线以外的人员核实。",
    "CASE_UNKNOWN": "没有这件投诉。",
    "NOT_SUBMITTED_HERE": "此任务尚未在接办系统中提交，不能从其他途径完成。",
}
OTHER = "按规定不能这样办理。"


def denial_of(code: str | None) -> Denial | None:
    """The denial for a rule's code; None lets the change pass."""
    return None if code is None else Denial(REASONS.get(code, OTHER))
