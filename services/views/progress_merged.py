"""What the person of a merged case reads of the case that answers: its result, and nothing of whom it is from."""

from dataclasses import dataclass, replace
from datetime import datetime

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.clock.legal_time import beijing_date
from models.ground.codes import MatterDecision
from services.answer.answer_texts import ANSWER_PROPOSAL
from services.answer.answer_wording import propose_decision, propose_findings, propose_measures
from services.answer.matter_answers import list_matter_answers
from services.casefile.get_case import list_claims, list_matters
from services.casefile.leading_case import find_leading_case
from services.casefile.standing import is_bounded
from services.clocks.told_window import told_review_window
from services.identity.cut_identity import cut_identity
from services.office.own_texts import map_texts
from services.unit_of_work import Unit
from services.views.progress_answer import PublishedAnswer, find_published_answer
from services.views.progress_reviews import ReviewLine, list_review_lines

# What stands where the other person's own words stood.
MATTER, CLAIM = "所反映事项", "所提诉求"


@dataclass(frozen=True, slots=True)
class LeadingCase:
    """The number of the case that answers and when it is due, None once it is closed; `answer` as soon as it is published.

    `answer` and `reviews` are cut: without names and numbers of its own complainant, without why he asked, and without how
    they reached him.
    """

    number: str
    due_at: datetime | None
    answer: PublishedAnswer | None
    reviews: tuple[ReviewLine, ...] = ()


def list_leading_cases(complaint: Complaint, unit: Unit) -> tuple[LeadingCase, ...]:
    """The cases that answer for matters of this one, in the order of the matters; empty where nothing was merged."""
    numbers = [
        matter.merged_into
        for matter in list_matters(complaint.id, unit)
        if matter.decision is MatterDecision.MERGE and matter.merged_into is not None
    ]
    cases = {case.number: case for number in numbers if (case := find_leading_case(number, unit)) is not None}
    return tuple(_tell(case, unit) for case in cases.values())


def _tell(case: Complaint, unit: Unit) -> LeadingCase:
    answer = _find_answer(case, unit)
    due_at = None if case.stage is Stage.ARCHIVED or answer is not None else case.next_due_at
    if answer is None:
        return LeadingCase(case.number, due_at, None)
    reviews = tuple(_cut_review(line, case, unit) for line in list_review_lines(case, unit))
    return LeadingCase(case.number, due_at, _cut(answer, case, unit), reviews)


def _find_answer(case: Complaint, unit: Unit) -> PublishedAnswer | None:
    """As it was told; where its own complainant is told less, as it would then have been told to whose matter it is."""
    answer = find_published_answer(case, unit)
    if answer is None or not is_bounded(case.id, unit):
        return answer
    told = list_matter_answers(case, unit)
    texts = map_texts(ANSWER_PROPOSAL, unit, as_of=answer.published_at)
    review = told_review_window(beijing_date(answer.published_at), unit)
    return replace(
        answer,
        findings_text=propose_findings(told, texts),
        decision_text=propose_decision(told, texts),
        measures_text=propose_measures(told, texts, review),
    )


def _cut(answer: PublishedAnswer, case: Complaint, unit: Unit) -> PublishedAnswer:
    texts = [answer.findings_text, answer.decision_text, answer.measures_text]
    texts = _without_own_words([*texts, *(line.text for line in answer.lines)], case, unit)
    findings, decision, measures, *lines = cut_identity(texts, case.id, unit)
    return replace(
        answer,
        findings_text=findings,
        decision_text=decision,
        measures_text=measures,
        lines=tuple(replace(line, text=text) for line, text in zip(answer.lines, lines, strict=True)),
        sendings=(),
    )


def _cut_review(line: ReviewLine, case: Complaint, unit: Unit) -> ReviewLine:
    """What it decides and changes; claims of the other person are his own."""
    said = [line.reasons or "", *(text for row in line.matters for text in (row.text, row.reason or ""))]
    reasons, *texts = cut_identity(_without_own_words(said, case, unit), case.id, unit)
    matters = tuple(
        replace(row, text=text, reason=reason or None)
        for row, text, reason in zip(line.matters, texts[::2], texts[1::2], strict=True)
    )
    return replace(line, reason="", reasons=reasons or None, matters=matters, claims=(), sendings=())


def _without_own_words(texts: list[str], case: Complaint, unit: Unit) -> list[str]:
    """The texts with what the other person told and nobody worded neutrally replaced; what is wanted is always his own word."""
    told = {matter.text: MATTER for matter in list_matters(case.id, unit) if not matter.is_reworded}
    told |= {claim.text: CLAIM for claim in list_claims(case.id, unit)}
    for words in sorted(told, key=len, reverse=True):
        texts = [text.replace(words, told[words]) for text in texts]
    return texts
