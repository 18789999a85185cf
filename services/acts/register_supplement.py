"""Act `register-supplement`: files material that came by mail, by telephone or over the counter."""

from bpmn.names import ActId
from models.beside.supplement_request import SupplementRequest
from models.case.lifecycle import RequestState, Stage
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.acts.letter_opened import ANSWERS, list_opener_options, read_arrival
from services.beside.supplement.take_supplement import (
    TakeSupplement,
    list_supplement_requests,
    take_supplement,
)
from services.evidence.attached_files import FILES, attach_files
from services.evidence.items import NewItem
from services.forms.task_case import Answers, text_of

CASE_ARCHIVED = "CASE_ARCHIVED"
ENDED = "（已结束）"
COMPLAINANT = "投诉人"


def context(case: ActCase) -> Answers:
    """The rounds of asking, ended ones too: a late answer is kept on file."""
    rows = list_supplement_requests(case.complaint.id, case.unit)
    shown: Answers = {
        "open_supplements": [_option(row) for row in rows],
        "opener_options": list_opener_options(case),
    }
    still_open = [row.id for row in rows if row.state is RequestState.OPEN]
    if len(still_open) == 1:
        shown["supplement_request_id"] = still_open[0]
    return shown


def why_not(case: ActCase) -> str | None:
    """CASE_ARCHIVED once the file is closed."""
    return CASE_ARCHIVED if case.complaint.stage is Stage.ARCHIVED else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """File it; the answer to an open round ends that round and no other."""
    paper = text_of(answers, "waiver_paper") if answers.get("is_waived") is True else None
    request_id = text_of(answers, "supplement_request_id") or None
    arrival = read_arrival(case, answers)
    command = TakeSupplement(text_of(answers, "text"), request_id, paper, arrival.way, arrival.opened_by)
    taken = take_supplement(command, case.complaint, case.unit, case.actor)
    attach_files(case, answers, NewItem(provider=COMPLAINANT))
    return {"supplement_id": taken.id}


def _option(row: SupplementRequest) -> dict[str, str]:
    asked_on = beijing_date(row.requested_at).isoformat()
    ended = "" if row.state is RequestState.OPEN else ENDED
    return {"label": f"第{row.no}次（{asked_on}）{ended}", "value": row.id}


ACT = Act(
    form=ActId.REGISTER_SUPPLEMENT,
    page_order=20,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR, Role.WINDOW_STAFF}),
    handler_may=True,
    answers=frozenset({"supplement_request_id", "text", "is_waived", "waiver_paper", FILES}) | ANSWERS,
    required=frozenset({"opened_by_second", "text", "waiver_paper"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
