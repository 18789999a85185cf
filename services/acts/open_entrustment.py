"""Act `open-entrustment`: a body outside is asked for an investigation or an appraisal."""

from bpmn.names import ActId
from models.case.lifecycle import Stage
from models.ground.codes import EntrustmentKind, Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.entrustment.open_entrustment import (
    DEFAULT_LIMIT_WD,
    NOT_INVESTIGATED,
    OpenEntrustment,
    open_entrustment,
)
from services.case.earlier_diagram import find_diagram_bar
from services.forms.task_case import Answers, text_of
from services.office.unit_options import OUTSIDE_KINDS, list_unit_options
from services.requests.kinds.entrustment import ENTRUSTMENT


def context(case: ActCase) -> Answers:
    """The authorities and bodies outside."""
    return {"outside_options": list_unit_options(case.unit, kinds=OUTSIDE_KINDS)}


def why_not(case: ActCase) -> str | None:
    """NOT_INVESTIGATED outside the investigation, EARLIER_DIAGRAM in one that waits for none."""
    if case.complaint.stage is not Stage.INVESTIGATION:
        return NOT_INVESTIGATED
    return find_diagram_bar(ENTRUSTMENT, case.complaint, case.unit)


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Open it; where the clock is to stand still, it does from now to the report or the end of the window."""
    limit_wd = answers.get("limit_wd")
    command = OpenEntrustment(
        kind=EntrustmentKind(text_of(answers, "kind") or EntrustmentKind.ENTRUSTED.value),
        to_unit=text_of(answers, "to"),
        scope=text_of(answers, "scope"),
        limit_wd=int(limit_wd) if isinstance(limit_wd, int | float) else DEFAULT_LIMIT_WD,
        pauses_clock=answers.get("pauses_clock") is True,
    )
    row = open_entrustment(command, case.complaint, case.unit, case.actor)
    return {"entrustment_id": row.id}


ACT = Act(
    form=ActId.OPEN_ENTRUSTMENT,
    page_order=100,
    roles=frozenset({Role.APPROVER, Role.DIRECTOR}),
    handler_may=True,
    answers=frozenset({"kind", "to", "scope", "limit_wd", "pauses_clock"}),
    required=frozenset({"scope", "to"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
