"""Act `request-recusal`: somebody is asked to keep away from the case, by whichever side."""

from models.case.lifecycle import Stage
from models.ground.codes import RecusalSubject, RequestedSide, Role
from services.acts.act_case import ActCase
from services.beside.recusal.request_recusal import RequestRecusal, request_recusal
from services.forms.task_case import Answers, text_of

# Everybody who works on complaints: a person who must keep away says so himself.
ROLES = frozenset(Role) - {Role.ADMINISTRATOR, Role.WINDOW_STAFF}
HANDLER_MAY = True
ANSWERS = frozenset({"who_kind", "who", "reason", "requested_side"})

CASE_ARCHIVED = "CASE_ARCHIVED"


def context(case: ActCase) -> Answers:
    """Nothing is filled in beforehand."""
    return {}


def why_not(case: ActCase) -> str | None:
    """CASE_ARCHIVED once nobody works on the case any more."""
    return CASE_ARCHIVED if case.complaint.stage is Stage.ARCHIVED else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Ask; InvalidInput on `who`, RuleRefused ALREADY_RECUSED or RECUSAL_OPEN."""
    command = RequestRecusal(
        RecusalSubject(text_of(answers, "who_kind")),
        text_of(answers, "who"),
        text_of(answers, "reason"),
        RequestedSide(text_of(answers, "requested_side") or RequestedSide.STAFF.value),
    )
    row = request_recusal(command, case.complaint, case.unit, case.actor)
    return {"recusal_id": row.id}
