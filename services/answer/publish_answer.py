"""Publishes the answer of a round: three mandatory parts and a line for each matter. Who tells it is the caller's."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.case.answer import Answer
from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date
from services.answer.answer_texts import ANSWER_PROPOSAL
from services.answer.answer_wording import Texts, propose_decision, propose_findings, propose_measures
from services.answer.bounded_answer import require_bounded, tells_of_others, word_bounded
from services.answer.matter_answers import (
    MatterAnswer,
    as_lines,
    claim_lines,
    list_matter_answers,
    list_methods,
    refused_lines,
)
from services.case.lawful_end import require_lawful_answer
from services.casefile.get_case import list_claims
from services.casefile.interim_lines import repeat_lines
from services.casefile.standing import is_bounded
from services.clocks.told_window import told_review_window
from services.forms.task_case import TaskCase
from services.office.own_texts import list_texts_since, map_texts
from services.unit_of_work import Unit

_TEXTS = ("findings_text", "decision_text", "measures_text")


@dataclass(frozen=True, slots=True)
class AnswerParts:
    """What was investigated, what was decided and what is done, and how it was told."""

    findings_text: str
    decision_text: str
    measures_text: str
    ways: tuple[str, ...]
    delivery_note: str = ""


def propose_parts(case: TaskCase, ways: tuple[str, ...] = ()) -> AnswerParts:
    """The parts as the file suggests them, in the words of this office; who answers may word them otherwise."""
    texts = map_texts(ANSWER_PROPOSAL, case.unit)
    return AnswerParts(*propose_texts(case.complaint, texts, case.unit), ways)


def propose_texts(complaint: Complaint, texts: Texts, unit: Unit) -> tuple[str, str, str]:
    """Findings, decision and measures in these texts by block; to somebody whose matter it is not, as far as he is told."""
    told = list_matter_answers(complaint, unit)
    if _is_bounded(complaint, told, unit):
        return word_bounded(told, texts)
    claims = list_claims(complaint.id, unit)
    review = told_review_window(beijing_date(unit.clock.now()), unit)
    findings = propose_findings(told, texts, list_methods(complaint, unit))
    return findings, propose_decision(told, texts, claims), propose_measures(told, texts, review)


def publish_answer(case: TaskCase, parts: AnswerParts) -> Answer:
    """Keep the answer and show it at the query code from now on; NotLawful while a matter lacks its decision.

    InvalidInput by field where somebody whose matter it is not would be told more than he may be.
    """
    complaint, now = case.complaint, case.unit.clock.now()
    require_lawful_answer(complaint, case.unit)
    told = list_matter_answers(complaint, case.unit)
    if _is_bounded(complaint, told, case.unit):
        # A form that was opened before an owner changed a text proposes what it said then.
        said = list_texts_since(ANSWER_PROPOSAL, complaint.received_at, case.unit)
        may_be_told = [dict(zip(_TEXTS, word_bounded(told, texts), strict=True)) for texts in said]
        require_bounded({field: getattr(parts, field) for field in _TEXTS}, may_be_told)
    answer = Answer(
        complaint_id=complaint.id,
        round=complaint.round,
        findings_text=parts.findings_text,
        decision_text=parts.decision_text,
        measures_text=parts.measures_text,
        refused_lines=refused_lines(told),
        lines=repeat_lines(complaint, as_lines(told), case.unit),
        claim_lines=claim_lines(list_claims(complaint.id, case.unit)),
        ways=list(parts.ways),
        delivery_note=parts.delivery_note or None,
        delivered_at=now,
        published_at=now,
        given_by=case.actor.staff_id,
    )
    case.unit.session.add(answer)
    case.unit.trail.add(complaint.id, "answer.published", {"round": complaint.round}, case.actor)
    return answer


def publish_by_itself(case: TaskCase, ways: tuple[str, ...]) -> Answer:
    """The answer that needs no task of its own: proposed from the file, told by these ways."""
    return publish_answer(case, propose_parts(case, ways))


def _is_bounded(complaint: Complaint, told: Sequence[MatterAnswer], unit: Unit) -> bool:
    return tells_of_others(told) and is_bounded(complaint.id, unit)
