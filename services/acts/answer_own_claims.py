"""Act `answer-own-claims`: what one member alone of a mass complaint wants is answered in its own file."""

from bpmn.names import ActId
from models.case.claim import Claim
from models.case.lifecycle import Stage
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.ground.matter_codes import ClaimAnswer
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.casefile.find_group import find_membership, list_open_own_claims
from services.forms.task_case import Answers, rows_of, text_of

NO_OWN_CLAIM = "NO_OWN_CLAIM"
STAGE_OVER = "STAGE_OVER"
_BEFORE_THE_ANSWER = frozenset({Stage.INVESTIGATION, Stage.DISPOSAL, Stage.FEEDBACK})


def context(case: ActCase) -> Answers:
    """The claims that wait for it."""
    return {"own_claims": [{"no": claim.no, "text": claim.text} for claim in _list_open(case)]}


def why_not(case: ActCase) -> str | None:
    """NO_OWN_CLAIM where none waits, STAGE_OVER after the answer."""
    if not _list_open(case):
        return NO_OWN_CLAIM
    return None if case.complaint.stage in _BEFORE_THE_ANSWER else STAGE_OVER


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Answer them; InvalidInput on a reason that is missing for any answer but full support."""
    rows = rows_of(answers, "own_claims")
    errors = {
        f"own_claims.{index}.answer_reason": "REQUIRED"
        for index, row in enumerate(rows)
        if text_of(row, "answer") != ClaimAnswer.SUPPORTED and not text_of(row, "answer_reason")
    }
    if errors:
        raise InvalidInput(errors)
    for claim, row in zip(_list_open(case), rows, strict=True):
        claim.answer = ClaimAnswer(text_of(row, "answer"))
        claim.reason = text_of(row, "answer_reason") or None
        payload = {"claim": claim.no, "answer": claim.answer.value}
        case.unit.trail.add(case.complaint.id, "claim.answered", payload, case.actor)
    return {}


def _list_open(case: ActCase) -> list[Claim]:
    member = find_membership(case.complaint.id, case.unit)
    return [] if member is None else list_open_own_claims(member, case.unit)


ACT = Act(
    form=ActId.ANSWER_OWN_CLAIMS,
    page_order=5,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR}),
    handler_may=True,
    answers=frozenset({"own_claims[].answer", "own_claims[].answer_reason"}),
    required=frozenset({"own_claims[].answer"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
