"""The answer to somebody whose matter it is not: whether it was accepted, and that it is concluded; nothing that was found.

Official words, Chinese only, as those of answer_wording.py. Nobody writes them otherwise: what may be told is not for who
answers to say.
"""

from collections.abc import Sequence

from models.ground.codes import MatterDecision
from models.ground.errors import InvalidInput
from services.answer.answer_wording import line_of
from services.answer.matter_answers import MatterAnswer

MORE_THAN_MAY_BE_TOLD = "MORE_THAN_MAY_BE_TOLD"
FINDINGS = "您反映的事项已依法调查处理。该事项涉及当事人，调查和处理的内容不在此告知。"
MEASURES = "本件已经办结。当事人本人，或者授权委托书、监护证明在案的受托人、监护人，可以了解处理结果。"
PENDING = "其余事项尚在办理，办结后另行告知。"
MATTER = "所反映事项"
# Of these nothing is known but what he said himself and why nothing follows.
HIS_OWN = frozenset({MatterDecision.REFUSE, MatterDecision.CONSULTATION})


def tells_of_others(answers: Sequence[MatterAnswer]) -> bool:
    """Whether the usual answer would tell what was found or done."""
    return any(told.matter.decision not in HIS_OWN for told in answers)


def word_bounded(answers: Sequence[MatterAnswer]) -> tuple[str, str, str]:
    """What was found, what was decided and what is done, as far as he is told."""
    return FINDINGS, "\n".join(map(_decided, answers)), MEASURES


def require_bounded(told: dict[str, str], may_be_told: dict[str, str]) -> None:
    """InvalidInput by field where anything else is to be told."""
    faults = {
        field: MORE_THAN_MAY_BE_TOLD
        for field, text in told.items()
        if text.replace("\r\n", "\n").strip() != may_be_told[field].strip()
    }
    if faults:
        raise InvalidInput(faults)


def _decided(told: MatterAnswer) -> str:
    matter = told.matter
    if matter.decision in HIS_OWN:
        return line_of(told).replace(matter.text, MATTER, 1)
    return f"{matter.no}. {MATTER}：{_way_of(told)}"


def _way_of(told: MatterAnswer) -> str:
    if told.is_withdrawn:
        return "投诉已撤回，不再办理。"
    if told.matter.decision is MatterDecision.REFER:
        return f"已转办{told.unit_name or ''}，已办结。"
    if told.matter.decision is MatterDecision.MERGE:
        return f"与{told.matter.merged_into}属同一事项，合并办理。"
    return "已受理，已办结。"
