"""What an owner's text has a real case say where the letter keeps what was written before: as it would be written now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.ground.errors import InvalidInput
from services.actor import Actor
from services.rights.rights_texts import FINDING_PAPER, NOTE, NOTE_PAPER, REMEDIES
from services.rights.support_note import list_untrue, propose_text
from services.rights.tell_findings import list_told_findings, try_texts
from services.unit_of_work import Unit

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tried:
    """The block of a kind that is tried, with which case, and the texts by block with it among them."""

    kind: str
    block: str
    complaint: Complaint
    texts: Texts


def list_proposed(tried: Tried, unit: Unit, actor: Actor) -> list[str] | None:
    """None for a block that the letter itself says; InvalidInput where the case has nothing of the sort."""
    propose = _PROPOSED.get((tried.kind, tried.block))
    if propose is None:
        return None
    words = propose(tried.complaint, tried.texts, unit, actor)
    if not words:
        raise InvalidInput({"case_number": "NOTHING_TO_TELL"})
    return words


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
