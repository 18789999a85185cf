"""The answers to claims as rows of a form have them: what each needs, and what it leaves on the claim."""

from collections.abc import Sequence

from models.case.claim import Claim
from models.ground.errors import InvalidInput
from models.ground.matter_codes import ClaimAnswer
from services.forms.task_case import Answers, text_of


def require_reasons(rows: Sequence[Answers], listed_as: str = "claims") -> None:
    """InvalidInput on `<listed_as>.N.answer_reason` for any answer but full support without its reason."""
    errors = {
        f"{listed_as}.{index}.answer_reason": "REQUIRED"
        for index, row in enumerate(rows)
        if text_of(row, "answer") != ClaimAnswer.SUPPORTED and not text_of(row, "answer_reason")
    }
    if errors:
        raise InvalidInput(errors)


def answer_claim(claim: Claim, row: Answers) -> ClaimAnswer:
    """Write answer and reason; the answer."""
    claim.answer = ClaimAnswer(text_of(row, "answer"))
    claim.reason = text_of(row, "answer_reason") or None
    return claim.answer
