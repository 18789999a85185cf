"""How the answer to a real case would be proposed with an owner's text: as it would be written now."""

from models.case.complaint import Complaint
from services.actor import Actor, staff_id_of
from services.answer.interim_answer import propose_interim
from services.answer.publish_answer import propose_texts
from services.casefile.leaving_words import cut_third_persons
from services.evidence.withheld_words import find_withheld_words
from services.identity.cut_identity import cut_own_values
from services.letters.tried_text import Texts, Tried
from services.ports.press import Heading, Words
from services.unit_of_work import Unit

_ANSWER = ("调查认定", "处理决定", "处理措施")
_INTERIM = ("已经办结的事项", "其余事项的进展")
# A sign that no text has: where it comes out, the block is said.
_TRACE = "\ue000"


def list_answer(tried: Tried, unit: Unit, actor: Actor) -> list[Heading | Words]:
    """The answer that says the block, else the interim answer that does; empty where neither does.

    Without who complained, third persons, and what of the evidence the actor may not see.
    """
    complaint, texts = tried.complaint, tried.texts
    traced = {**texts, tried.block: texts[tried.block] + _TRACE}
    for headings, propose in ((_ANSWER, propose_texts), (_INTERIM, _propose_interim)):
        if any(_TRACE in part for part in propose(complaint, traced, unit)):
            told = _cut(propose(complaint, texts, unit), complaint, unit, actor)
            pairs = zip(headings, told, strict=True)
            return [part for heading, words in pairs if words for part in (Heading(heading), Words(words))]
    return []


def _propose_interim(complaint: Complaint, texts: Texts, unit: Unit) -> tuple[str, ...]:
    return propose_interim(complaint, unit, texts=texts)


def _cut(told: tuple[str, ...], complaint: Complaint, unit: Unit, actor: Actor) -> list[str]:
    withheld = find_withheld_words(complaint, staff_id_of(actor), unit)
    covered = [withheld.cover(words) for words in told]
    return cut_third_persons(cut_own_values(covered, complaint.id, unit), complaint.id, unit)
