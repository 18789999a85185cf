"""The answer to somebody whose matter it is not: whether it was accepted, and that it is concluded; nothing that was found.

Its words are an owner's, as those of answer_wording.py, and have no place for what was found. Who answers writes nothing else:
what may be told is not for him to say.
"""

from collections.abc import Mapping, Sequence

from models.ground.codes import MatterDecision
from models.ground.errors import InvalidInput
from services.answer.answer_wording import Texts, word_decision, word_line
from services.answer.matter_answers import MatterAnswer

MORE_THAN_MAY_BE_TOLD = "MORE_THAN_MAY_BE_TOLD"
MATTER = "所反映事项"
# Of these nothing is known but what he said himself and why nothing follows.
HIS_OWN = frozenset({MatterDecision.REFUSE, MatterDecision.CONSULTATION})


def tells_of_others(answers: Sequence[MatterAnswer]) -> bool:
    """Whether the usual answer would tell what was found or done."""
    return any(told.matter.decision not in HIS_OWN for told in answers)


def word_bounded(answers: Sequence[MatterAnswer], texts: Texts) -> tuple[str, str, str]:
    """What was found, what was decided and what is done, as far as he is told."""
    lines = (word_line(told, _decided(told, texts), texts, name=MATTER) for told in answers)
    return texts["bounded_found"], "\n".join(lines), texts["bounded_done"]


def word_interim(ready: Sequence[MatterAnswer], texts: Texts) -> tuple[str, str]:
    """What was decided of the matters that are answered, and that others are out."""
    return word_bounded(ready, texts)[1], texts["bounded_pending"]


def require_bounded(told: Mapping[str, str], may_be_told: Sequence[Mapping[str, str]]) -> None:
    """InvalidInput by field where anything is to be told that none of these would tell."""
    faults = {
        field: MORE_THAN_MAY_BE_TOLD
        for field, text in told.items()
        if _plain(text) not in {_plain(one[field]) for one in may_be_told}
    }
    if faults:
        raise InvalidInput(faults)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _decided(told: MatterAnswer, texts: Texts) -> str:
    if told.matter.decision in HIS_OWN:
        return word_decision(told, texts)
    if told.is_withdrawn:
        return texts["bounded_withdrawn"]
    if told.matter.decision is MatterDecision.REFER:
        return texts["bounded_referred"].format_map({"承办单位": told.unit_name or ""})
    if told.matter.decision is MatterDecision.MERGE:
        return texts["bounded_merged"].format_map({"并入编号": told.matter.merged_into})
    return texts["bounded_handled"]
