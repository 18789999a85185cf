"""The complainant's own name and numbers cut out of what was made of his words: the page of a code names nobody."""

from collections.abc import Sequence
from dataclasses import replace

from services.identity.cut_identity import cut_own_values
from services.unit_of_work import Unit
from services.views.progress_answer import AnswerLine, PublishedAnswer


def cut_lines(lines: Sequence[AnswerLine], complaint_id: str, unit: Unit) -> tuple[AnswerLine, ...]:
    """The matters, most of them in his own words."""
    texts = cut_own_values([line.text for line in lines], complaint_id, unit)
    return tuple(replace(line, text=text) for line, text in zip(lines, texts, strict=True))


def cut_answer(answer: PublishedAnswer | None, complaint_id: str, unit: Unit) -> PublishedAnswer | None:
    """The answer, in which the office may have called him by his name."""
    if answer is None:
        return None
    told = [answer.findings_text, answer.decision_text, answer.measures_text]
    said = [claim.text for claim in answer.claims]
    findings, decision, measures, *texts = cut_own_values([*told, *said], complaint_id, unit)
    return replace(
        answer,
        findings_text=findings,
        decision_text=decision,
        measures_text=measures,
        lines=cut_lines(answer.lines, complaint_id, unit),
        claims=tuple(replace(claim, text=text) for claim, text in zip(answer.claims, texts, strict=True)),
    )
