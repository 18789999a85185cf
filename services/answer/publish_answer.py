"""Publishes the answer of a round: three mandatory parts and a line for each matter. Who tells it is the caller's."""

from dataclasses import dataclass

from models.case.answer import Answer
from services.answer.answer_wording import propose_decision, propose_findings, propose_measures
from services.answer.matter_answers import as_lines, claim_lines, list_matter_answers, refused_lines
from services.case.lawful_end import require_lawful_answer
from services.casefile.get_case import list_claims
from services.casefile.interim_lines import repeat_lines
from services.clocks.told_window import told_review_window
from services.forms.task_case import TaskCase


@dataclass(frozen=True, slots=True)
class AnswerParts:
    """What was investigated, what was decided and what is done, and how it was told."""

    findings_text: str
    decision_text: str
    measures_text: str
    ways: tuple[str, ...]
    delivery_note: str = ""


def propose_parts(case: TaskCase, ways: tuple[str, ...] = ()) -> AnswerParts:
    """The parts as the file suggests them."""
    told = list_matter_answers(case.complaint, case.unit)
    claims = list_claims(case.complaint.id, case.unit)
    measures = propose_measures(told, told_review_window(case.unit))
    return AnswerParts(propose_findings(told), propose_decision(told, claims), measures, ways)


def publish_answer(case: TaskCase, parts: AnswerParts) -> Answer:
    """Keep the answer and show it at the query code from now on; NotLawful while a matter lacks its decision."""
    complaint, now = case.complaint, case.unit.clock.now()
    require_lawful_answer(complaint, case.unit)
    told = list_matter_answers(complaint, case.unit)
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
