"""Act `answer-own-claims`: what one member alone of a mass complaint wants is answered in its own file."""

from bpmn.names import ActId
from models.case.claim import Claim
from models.case.lifecycle import Stage
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.casefile.claim_answers import answer_claim, require_reasons
from services.casefile.find_group import find_membership, list_open_own_claims
from services.forms.task_case import Answers, rows_of
from services.tasks.extract import Extract

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
    require_reasons(rows, "own_claims")
    for claim, row in zip(_list_open(case), rows, strict=True):
        payload = {"claim": claim.no, "answer": answer_claim(claim, row).value}
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
    extract=(Extract.ASKED, Extract.OPINION, Extract.TOLD),
    context=context,
    why_not=why_not,
    apply=apply,
)
