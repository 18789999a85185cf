"""The rows of matters and claims in the forms that end them: what they show, and what they leave on the file."""

from models.case.claim import Claim
from models.case.matter import Matter
from models.ground.codes import Finding
from models.ground.matter_codes import Adoption
from services.casefile.claim_answers import answer_claim, require_reasons
from services.casefile.get_case import list_accepted_matters, list_claims
from services.forms.task_case import Answers, TaskCase, rows_of, text_of, texts_of
from services.tasks.responsibility_rows import judge_responsibility


def show_matter(matter: Matter) -> Answers:
    """Number, wording and kind of a matter, and what was found of it in the investigation."""
    row: Answers = {"no": matter.no, "text": matter.text, "kind": matter.kind.value}
    found = matter.investigated_finding or matter.finding
    if found is not None:
        row["investigated_finding"] = found.value
    return row


def show_claims(case: TaskCase) -> list[Answers]:
    """The claims that are answered here, with the answer of an earlier draft."""
    return [_show_claim(claim) for claim in _list_answered_here(case)]


def _list_answered_here(case: TaskCase) -> list[Claim]:
    """Those that arise from an accepted matter: what went another way is answered there, or refused with its matter."""
    accepted = {matter.no for matter in list_accepted_matters(case.complaint.id, case.unit)}
    claims = list_claims(case.complaint.id, case.unit)
    return [claim for claim in claims if not claim.matter_nos or accepted & set(claim.matter_nos)]


def _show_claim(claim: Claim) -> Answers:
    row: Answers = {"no": claim.no, "text": claim.text}
    if claim.answer is not None:
        row["answer"] = claim.answer.value
    if claim.reason:
        row["answer_reason"] = claim.reason
    return row


def end_matter(matter: Matter, row: Answers) -> None:
    """Write finding or adoption, who answers for it, disposals, reason and basis."""
    found, adoption = text_of(row, "finding"), text_of(row, "adoption")
    matter.finding = Finding(found) if found else None
    matter.adoption = Adoption(adoption) if adoption else None
    matter.not_adopted = text_of(row, "not_adopted") or None if adoption == Adoption.PARTLY_ADOPTED else None
    matter.departure = text_of(row, "departure") or None
    matter.disposals = texts_of(row, "disposals")
    matter.reason = text_of(row, "reason")
    matter.opinion_basis = text_of(row, "basis") or None
    judge_responsibility(matter, row)


def answer_claims(case: TaskCase, answers: Answers) -> list[Answers]:
    """Write the answer to each claim; the rows. A form of the time before there were claims answers none.

    InvalidInput on `claims.N.answer_reason` for any answer but full support without its reason.
    """
    rows = rows_of(answers, "claims")
    require_reasons(rows)
    for claim, row in zip(_list_answered_here(case), rows, strict=False):
        answer_claim(claim, row)
    return rows
