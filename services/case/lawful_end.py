"""What must be on file before a complaint may be answered or archived, whatever a diagram says.

The diagrams decide the order of work; a step that somebody took out of one must not end a case without its decision.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, DecisionKind
from models.case.matter import Matter
from models.clock.clock import Clock
from models.ground.codes import Disposal, MatterDecision
from models.ground.errors import RuleRefused
from services.casefile.decisions import find_decision, find_last_decision
from services.casefile.get_case import list_matters
from services.casefile.group_share import find_closing_bar
from services.casefile.leading_case import find_leading_case
from services.casefile.open_parts import list_held_parts, list_parts_of
from services.casefile.open_windows import is_about, list_open_windows
from services.casefile.outcome import is_ended
from services.unit_of_work import Unit


class Lack(StrEnum):
    """What is missing; the value is the code of the refusal."""

    NO_MATTER = "NO_MATTER"
    PART_UNDECIDED = "PART_UNDECIDED"
    OPINION_NOT_APPROVED = "OPINION_NOT_APPROVED"
    WINDOW_OPEN = "WINDOW_OPEN"
    PART_OUT = "PART_OUT"
    SETTLEMENT_MISSING = "SETTLEMENT_MISSING"
    DISCIPLINE_NOT_APPROVED = "DISCIPLINE_NOT_APPROVED"
    REFUSAL_MISSING = "REFUSAL_MISSING"
    HANDOVER_MISSING = "HANDOVER_MISSING"
    MERGE_MISSING = "MERGE_MISSING"
    REPLY_MISSING = "REPLY_MISSING"
    ANSWER_MISSING = "ANSWER_MISSING"
    WITHDRAWAL_NOT_CONFIRMED = "WITHDRAWAL_NOT_CONFIRMED"
    GROUP_BELOW_SHARE = "GROUP_BELOW_SHARE"


WORDS = {
    Lack.NO_MATTER: "案卷中没有投诉事项，也没有经核实的撤回",
    Lack.PART_UNDECIDED: "尚未决定是否受理",
    Lack.OPINION_NOT_APPROVED: "已受理，但没有经批准的处理意见（须由另一人批准）",
    Lack.WINDOW_OPEN: "陈述期或者补充期未满，也没有收到陈述、材料或者书面放弃",
    Lack.PART_OUT: "协办单位的部分没有报送，也没有经审批人批准不等",
    Lack.SETTLEMENT_MISSING: "记为当场办结，但没有当场办结的记录",
    Lack.DISCIPLINE_NOT_APPROVED: "提出了处分建议，但没有经过批准",
    Lack.REFUSAL_MISSING: "记为不予受理，但没有写明理由和依据",
    Lack.HANDOVER_MISSING: "记为转交，但没有接收单位的签收或者办理结果",
    Lack.MERGE_MISSING: "记为并案，但没有写明由哪一件一并答复",
    Lack.REPLY_MISSING: "记为咨询，但没有答复",
    Lack.ANSWER_MISSING: "尚未答复投诉人",
    Lack.WITHDRAWAL_NOT_CONFIRMED: "没有投诉人本人确认撤回的记录",
    Lack.GROUP_BELOW_SHARE: "本件为集体件主件，有人未获答复或者满意比例不够，也没有“未达到满意比例，说明理由后办结”的记录",
}
WAY_OUT = (
    "怎么办：补上所缺的一步后重试。流程图里没有这一步的，请流程管理员恢复该步骤并重新发布，"
    "再由监督人员在案卷中先“终止本次办理”、后“继续办理”，从所在阶段补办；已作的决定和原定的期限不变。"
)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing, for these matters by number; none for what concerns the whole case."""

    lack: Lack
    matter_nos: tuple[int, ...] = ()

    @property
    def sentence(self) -> str:
        """In words, without anything of the complaint but the numbers of its matters."""
        numbers = "、".join(str(no) for no in self.matter_nos)
        return f"第{numbers}项投诉事项{WORDS[self.lack]}" if numbers else WORDS[self.lack]


class NotLawful(RuleRefused):
    """The law does not allow this yet: something is missing in the file."""

    def __init__(self, what: str, missing: Sequence[Missing]) -> None:
        """`what` is refused for what is `missing`; the code is that of the first."""
        sentences = "；".join(item.sentence for item in missing)
        super().__init__(missing[0].lack.value, f"{what}：{sentences}。{WAY_OUT}")
        self.missing = tuple(missing)


def require_lawful_answer(complaint: Complaint, unit: Unit) -> None:
    """NotLawful when a matter lacks the decision that its answer would tell of.

    Accepted: an approved opinion of this round while nobody may still speak to the matter and no part of it is out, or a
    confirmed withdrawal.
    Settled on the spot: its record, and an approval where discipline is proposed. Refused, referred and merged: refusal,
    hand-over, merge.
    """
    if missing := list_missing_for_answer(complaint, unit):
        raise NotLawful("暂不能答复", missing)


def require_lawful_archive(complaint: Complaint, unit: Unit) -> None:
    """NotLawful without the answer of this round, and as above: anonymous or not, each matter needs its permitted closing.

    The file that leads a mass complaint needs the share of its policy or the reason of a person, where no visit asked for it.
    """
    missing = list_missing_for_answer(complaint, unit)
    if not _is_answered(complaint, unit):
        missing.append(Missing(Lack.ANSWER_MISSING))
    if find_closing_bar(complaint, unit) is not None and not _is_visit_over(complaint, unit):
        missing.append(Missing(Lack.GROUP_BELOW_SHARE))
    if missing:
        raise NotLawful("暂不能归档", missing)


def require_lawful_withdrawal(complaint: Complaint, unit: Unit) -> None:
    """NotLawful while nobody has recorded in this round that the complainant confirms the wish to withdraw."""
    if not _is_withdrawn(complaint, unit):
        raise NotLawful("暂不能按撤回办结", [Missing(Lack.WITHDRAWAL_NOT_CONFIRMED)])


def list_missing_for_answer(complaint: Complaint, unit: Unit) -> list[Missing]:
    """What the matters lack, each kind once with the numbers of its matters."""
    found: dict[Lack, list[int]] = {}
    windows, matters = list_open_windows(complaint, unit), list_matters(complaint.id, unit)
    parts = list_held_parts(complaint, unit)
    if not matters and not _is_withdrawn(complaint, unit):
        return [Missing(Lack.NO_MATTER)]
    for matter in matters:
        lack = _find_lack(matter, complaint, unit)
        if lack is None and matter.decision is MatterDecision.ACCEPT and not _is_withdrawn(complaint, unit):
            if any(is_about(row, matter.no) for row in windows):
                lack = Lack.WINDOW_OPEN
            elif list_parts_of(parts, matter.no):
                lack = Lack.PART_OUT
        if lack is not None:
            found.setdefault(lack, []).append(matter.no)
    return [Missing(lack, tuple(found[lack])) for lack in Lack if lack in found]


def list_answerable(complaint: Complaint, unit: Unit) -> list[Matter]:
    """The matters of which all is on file that an answer tells; one that a unit outside still has is not."""
    return [
        matter
        for matter in list_matters(complaint.id, unit)
        if _find_lack(matter, complaint, unit) is None and not _is_out(matter, unit)
    ]


def _is_out(matter: Matter, unit: Unit) -> bool:
    if matter.decision is not MatterDecision.REFER:
        return False
    ended = select(Referral.ended_at).where(Referral.id == matter.referral_id)
    return unit.session.scalars(ended).one_or_none() is None


def _find_lack(matter: Matter, complaint: Complaint, unit: Unit) -> Lack | None:
    if matter.decision in OPEN_UNTIL_WITHDRAWN and _is_withdrawn(complaint, unit):
        return None
    lack, is_there = NEEDS[matter.decision]
    if not is_there(matter, complaint, unit):
        return lack
    is_proposed = matter.decision is MatterDecision.SETTLE_ON_SPOT and (
        Disposal.PROPOSE_DISCIPLINE in matter.disposals
    )
    is_owed = is_proposed and not _needed_none(complaint, unit) and not _has_approval(complaint, unit)
    return Lack.DISCIPLINE_NOT_APPROVED if is_owed else None


def _needed_none(complaint: Complaint, unit: Unit) -> bool:
    """Whether the policy of the centre asked for no approval when it was settled."""
    settled = find_last_decision(complaint.id, DecisionKind.SETTLEMENT, unit)
    return settled is not None and settled.content.get("needs_no_approval") is True


def _is_withdrawn(complaint: Complaint, unit: Unit) -> bool:
    return find_decision(complaint.id, DecisionKind.WITHDRAWAL, complaint.round, unit) is not None


def _is_decided(_matter: Matter, _complaint: Complaint, _unit: Unit) -> bool:
    return False


def _is_approved(matter: Matter, complaint: Complaint, unit: Unit) -> bool:
    """Nobody approves what he drafted himself; an opinion is there to be approved."""
    opinion = find_decision(complaint.id, DecisionKind.OPINION, complaint.round, unit)
    approval = find_decision(complaint.id, DecisionKind.APPROVAL, complaint.round, unit)
    is_of_two = opinion is not None and approval is not None and approval.by != opinion.by
    return is_of_two and is_ended(matter) and _has_approval(complaint, unit)


def _is_settled(matter: Matter, complaint: Complaint, unit: Unit) -> bool:
    # A redo looks at accepted matters only: what was settled in an earlier round stays settled.
    return matter.settled and find_last_decision(complaint.id, DecisionKind.SETTLEMENT, unit) is not None


def _is_refused(matter: Matter, _complaint: Complaint, _unit: Unit) -> bool:
    return matter.nonaccept_ground is not None and matter.decided_by is not None


def _is_handed_over(matter: Matter, _complaint: Complaint, unit: Unit) -> bool:
    if matter.referral_id is None:
        return False
    row = unit.session.get(Referral, matter.referral_id)
    return row is not None and (row.signed_at is not None or row.result_at is not None)


def _is_merged(matter: Matter, complaint: Complaint, unit: Unit) -> bool:
    """Some other file answers for it: the chain of mergers ends, and not here."""
    leading = find_leading_case(matter.merged_into, unit) if matter.merged_into else None
    return leading is not None and leading.id != complaint.id


def _is_replied(matter: Matter, _complaint: Complaint, _unit: Unit) -> bool:
    return bool(matter.reason)


# The permitted closings (docs/adr/0166): what each decision about a matter needs on file before it may be told or archived,
# and what is missing otherwise. Beside them stands the verified withdrawal alone.
NEEDS: dict[MatterDecision | None, tuple[Lack, Callable[[Matter, Complaint, Unit], bool]]] = {
    None: (Lack.PART_UNDECIDED, _is_decided),
    MatterDecision.ACCEPT: (Lack.OPINION_NOT_APPROVED, _is_approved),
    MatterDecision.SETTLE_ON_SPOT: (Lack.SETTLEMENT_MISSING, _is_settled),
    MatterDecision.REFUSE: (Lack.REFUSAL_MISSING, _is_refused),
    MatterDecision.REFER: (Lack.HANDOVER_MISSING, _is_handed_over),
    MatterDecision.MERGE: (Lack.MERGE_MISSING, _is_merged),
    MatterDecision.CONSULTATION: (Lack.REPLY_MISSING, _is_replied),
}
# A confirmed withdrawal ends the work on these; what was decided otherwise stays decided.
OPEN_UNTIL_WITHDRAWN = frozenset({None, MatterDecision.ACCEPT, MatterDecision.REFER})


def _has_approval(complaint: Complaint, unit: Unit) -> bool:
    """An approval of this round that is not older than the opinion it approves."""
    approval = find_decision(complaint.id, DecisionKind.APPROVAL, complaint.round, unit)
    opinion = find_decision(complaint.id, DecisionKind.OPINION, complaint.round, unit)
    return approval is not None and (opinion is None or approval.at >= opinion.at)


def _is_answered(complaint: Complaint, unit: Unit) -> bool:
    answer = unit.session.get(Answer, (complaint.id, complaint.round))
    return answer is not None and answer.published_at is not None


def _is_visit_over(complaint: Complaint, unit: Unit) -> bool:
    """Whether a visit of this round has come to its end, which the share was asked at."""
    stopped = select(Clock.stopped_at).where(
        Clock.complaint_id == complaint.id,
        Clock.kind == ClockKind.RETURN_VISIT,
        Clock.round == complaint.round,
    )
    ends = unit.session.scalars(stopped).all()
    return bool(ends) and None not in ends
