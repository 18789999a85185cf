"""Act `prove-correction`: an error that an opinion says is to be corrected was corrected, and this proves it (R50).

Before the closing or after it: what comes later is added to the archived file.
"""

from datetime import date

from bpmn.names import ActId
from models.case.disposal import MatterDisposal
from models.clock.legal_time import beijing_date
from models.ground.codes import Disposal, Role
from models.ground.errors import InvalidInput
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.casefile.get_case import list_matters
from services.casefile.matter_disposals import list_disposals
from services.forms.chosen_row import choose_row
from services.forms.task_case import Answers, text_of
from services.tasks.extract import Extract

NOTHING_TO_PROVE = "NOTHING_TO_PROVE"
LONGEST = 40


def context(case: ActCase) -> Answers:
    """The corrections that nothing proves yet, by number and wording of their matters, and today."""
    words = {matter.no: matter.text for matter in list_matters(case.complaint.id, case.unit)}
    options = [
        {
            "label": f"第{row.matter_no}项 {(row.what or words.get(row.matter_no, ''))[:LONGEST]}",
            "value": row.id,
        }
        for row in _list_unproven(case)
    ]
    today = beijing_date(case.unit.clock.now()).isoformat()
    return {"correction_options": options, "done_on": today}


def why_not(case: ActCase) -> str | None:
    """NOTHING_TO_PROVE where no correction waits for its proof."""
    return None if _list_unproven(case) else NOTHING_TO_PROVE


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Keep day and proof. InvalidInput: NOT_AN_OPTION for one that is proven or none, IN_THE_FUTURE for a day to come."""
    row = choose_row(_list_unproven(case), answers, "correction")
    done = date.fromisoformat(text_of(answers, "done_on"))
    if done > beijing_date(case.unit.clock.now()):
        raise InvalidInput({"done_on": "IN_THE_FUTURE"})
    row.done_on, row.proof = done, text_of(answers, "proof")
    row.responsible = text_of(answers, "responsible") or row.responsible
    row.proven_by, row.proven_at = case.actor.name, case.unit.clock.now()
    payload = {"no": row.matter_no, "round": row.round, "done_on": done.isoformat()}
    case.unit.trail.add(case.complaint.id, "disposal.proven", payload, case.actor)
    return {"disposal_id": row.id}


def _list_unproven(case: ActCase) -> list[MatterDisposal]:
    return [
        row
        for row in list_disposals(case.complaint.id, case.unit)
        if row.kind is Disposal.CORRECT_ERROR and not row.proof
    ]


ACT = Act(
    form=ActId.PROVE_CORRECTION,
    page_order=85,
    roles=frozenset({Role.INVESTIGATOR, Role.SUPERVISOR}),
    handler_may=True,
    answers=frozenset({"correction", "done_on", "responsible", "proof"}),
    required=frozenset({"correction", "done_on", "proof"}),
    extract=(Extract.ASKED, Extract.OPINION),
    context=context,
    why_not=why_not,
    apply=apply,
)
