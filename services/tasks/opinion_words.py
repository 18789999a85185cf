"""The drafted opinion in words, for who reviews and who approves it: matter by matter, claim by claim."""

from collections.abc import Iterator

from models.case.claim import Claim
from models.case.matter import Matter
from models.ground.codes import Disposal
from services.answer.answer_wording import ADOPTIONS, ANSWERS, RESPONSIBILITIES
from services.casefile.disposal_words import word_disposal
from services.casefile.found_words import DISPOSALS, FINDINGS
from services.casefile.get_case import list_accepted_matters, list_claims
from services.casefile.matter_disposals import list_disposals
from services.forms.task_case import TaskCase
from services.office.unit_options import map_unit_names
from services.tasks.cited_evidence import word_cited
from services.tasks.part_words import word_parts
from services.tasks.statement_words import word_told


def word_opinion(case: TaskCase) -> str:
    """One block a matter and a line a claim; an official text, in Chinese on every page."""
    matters = list_accepted_matters(case.complaint.id, case.unit)
    told = word_told(matters, case)
    blocks = ["\n".join(_word_matter(matter, told[matter.no], case)) for matter in matters]
    answered = [_word_claim(claim) for claim in list_claims(case.complaint.id, case.unit) if claim.answer]
    return "\n\n".join([*blocks, "\n".join(answered)]).strip()


def _word_matter(matter: Matter, told: str, case: TaskCase) -> Iterator[str]:
    yield f"事项{matter.no}：{matter.text}"
    yield f"投诉人的陈述：{told}"
    if matter.facts:
        yield f"查明的事实：{matter.facts}"
    if matter.adoption is not None:
        yield f"建议：{ADOPTIONS[matter.adoption]}"
    if matter.not_adopted:
        yield f"未采纳的部分和理由：{matter.not_adopted}"
    if matter.finding is not None:
        yield f"认定：{FINDINGS[matter.finding]}"
    if matter.departure and matter.investigated_finding is not None:
        yield f"调查认定：{FINDINGS[matter.investigated_finding]}；改变的理由：{matter.departure}"
    if cited := word_cited(matter, case):
        yield f"证据：{cited}"
    if matter.responsibility is not None:
        note = f"。{matter.responsibility_note}" if matter.responsibility_note else ""
        yield f"责任：{RESPONSIBILITIES[matter.responsibility]}{note}"
    yield f"处理：{'、'.join(DISPOSALS[Disposal(step)] for step in matter.disposals) or '无'}"
    yield from _word_disposals(matter, case)
    yield f"理由：{matter.reason or ''}"
    if matter.opinion_basis:
        yield f"依据：{matter.opinion_basis}"
    yield from word_parts(matter, case)


def _word_disposals(matter: Matter, case: TaskCase) -> Iterator[str]:
    names = map_unit_names(case.unit)
    for row in list_disposals(case.complaint.id, case.unit, round_no=case.complaint.round):
        if row.matter_no == matter.no and (told := word_disposal(row, names)):
            yield f"{DISPOSALS[row.kind]}——{told}"


def _word_claim(claim: Claim) -> str:
    answer = ANSWERS[claim.answer] if claim.answer is not None else ""
    return f"诉求{claim.no}：{claim.text}——{answer}{'。' + claim.reason if claim.reason else ''}"
