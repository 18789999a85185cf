"""What is left of the lines and the answer for somebody whose matter it is not."""

from dataclasses import replace

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from services.answer.answer_texts import ANSWER_PROPOSAL
from services.answer.bounded_answer import HIS_OWN, MATTER, word_bounded
from services.answer.matter_answers import list_matter_answers
from services.office.own_texts import map_texts
from services.unit_of_work import Unit
from services.views.progress_answer import AnswerLine, PublishedAnswer

# That it was received, whether it was accepted, that it is concluded; and what passes between him and the office.
BOUNDED_STEPS = frozenset(
    {
        "RECEIVED",
        "CONTACTED",
        "ACCEPTED",
        "REFUSED",
        "REFERRED",
        "MERGED",
        "CONSULTED",
        "ANSWERED",
        "CLOSED",
        "SUPPLEMENT_ASKED",
        "SUPPLEMENT_SENT",
        "SUPPLEMENT_EXPIRED",
        "SUPPLEMENT_LAPSED",
    }
)
# How far the handling has come is the party's to know.
HIDDEN_STAGES = frozenset({Stage.DISPOSAL, Stage.FEEDBACK, Stage.RETURN_VISIT})
IN_HAND = Stage.INVESTIGATION


def bound_line(line: AnswerLine) -> AnswerLine:
    """The decision on the acceptance, and of a refusal its ground, basis and right place."""
    return replace(
        line,
        text=MATTER,
        finding=None,
        disposals=(),
        referral_result=None,
        adoption=None,
        not_adopted=None,
    )


def bound_answer(answer: PublishedAnswer | None, complaint: Complaint, unit: Unit) -> PublishedAnswer | None:
    """Whatever was told before in this place: since it is another's matter, what may be told of it; a refusal stays.

    In the words of the day on which it was published.
    """
    if answer is None or all(line.decision in HIS_OWN for line in answer.lines):
        return answer
    texts = map_texts(ANSWER_PROPOSAL, unit, as_of=answer.published_at)
    findings, decision, measures = word_bounded(list_matter_answers(complaint, unit), texts)
    return replace(
        answer,
        findings_text=findings,
        decision_text=decision,
        measures_text=measures,
        lines=tuple(map(bound_line, answer.lines)),
        claims=(),
    )
