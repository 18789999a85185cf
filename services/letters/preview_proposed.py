"""What an owner's text has a real case say where the letter keeps what was written before: as it would be written now."""

from collections.abc import Callable, Mapping

from models.case.complaint import Complaint
from models.ground.errors import InvalidInput
from services.actor import Actor
from services.answer.answer_texts import ANSWER_PROPOSAL
from services.letters.preview_answer import list_answer
from services.letters.tried_text import Texts, Tried
from services.ports.press import Heading, Words
from services.rights.rights_texts import FINDING_PAPER, NOTE, NOTE_PAPER, REMEDIES
from services.rights.support_note import list_untrue, propose_text
from services.rights.tell_findings import list_told_findings, try_texts
from services.unit_of_work import Unit


def list_proposed(tried: Tried, unit: Unit, actor: Actor) -> list[Heading | Words] | None:
    """None for a block that the letter itself says; InvalidInput where the case has nothing of the sort."""
    propose = _PROPOSED.get((tried.kind, tried.block))
    if tried.kind == ANSWER_PROPOSAL.name:
        parts = list_answer(tried, unit, actor)
    elif propose is None:
        return None
    else:
        parts = [Words(words) for words in propose(tried.complaint, tried.texts, unit, actor)]
    if not parts:
        raise InvalidInput({"case_number": "NOTHING_TO_TELL"})
    return parts


def _list_notes(complaint: Complaint, texts: Texts, unit: Unit, actor: Actor) -> list[str]:
    return [
        propose_text(told, complaint, unit, texts=texts)
        for told in list_told_findings(complaint.id, unit)
        if list_untrue(told, complaint, unit)
    ]


_PROPOSED: Mapping[tuple[str, str], Callable[[Complaint, Texts, Unit, Actor], list[str]]] = {
    (FINDING_PAPER.name, REMEDIES): try_texts,
    (NOTE_PAPER.name, NOTE): _list_notes,
}
