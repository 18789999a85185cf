"""Act `open-entrustment`: a body outside is asked for an investigation or an appraisal."""

from datetime import date

from bpmn.names import ActId
from models.case.lifecycle import Stage
from models.ground.codes import EntrustmentKind, Role
from models.ground.entrustment_codes import DataEnd, EntrustmentNeed
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.entrustment.open_entrustment import (
    DEFAULT_LIMIT_WD,
    NOT_INVESTIGATED,
    OpenEntrustment,
    open_entrustment,
)
from services.beside.entrustment.terms import DataTerms, EntrustmentTerms
from services.case.earlier_diagram import find_diagram_bar
from services.forms.task_case import Answers, text_of
from services.office.unit_options import OUTSIDE_KINDS, list_unit_options
from services.requests.kinds.entrustment import ENTRUSTMENT

HANDED_OVER = "yes"
TERMS = frozenset(
    {
        *("need", "independence", "hands_data"),
        *("data_items", "data_purpose", "data_until", "data_afterwards", "confidentiality"),
    }
)


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
        terms=_terms_of(answers) if "hands_data" in case.asked else None,
    )
    row = open_entrustment(command, case.complaint, case.unit, case.actor)
    return {"entrustment_id": row.id}


def _terms_of(answers: Answers) -> EntrustmentTerms:
    need, afterwards = text_of(answers, "need"), text_of(answers, "data_afterwards")
    until = text_of(answers, "data_until")
    data = DataTerms(
        text_of(answers, "data_items"),
        text_of(answers, "data_purpose"),
        date.fromisoformat(until) if until else None,
        DataEnd(afterwards) if afterwards else None,
        text_of(answers, "confidentiality"),
    )
    is_handed = text_of(answers, "hands_data") == HANDED_OVER
    return EntrustmentTerms(
        EntrustmentNeed(need) if need else None,
        text_of(answers, "independence"),
        data if is_handed else None,
    )


ACT = Act(
    form=ActId.OPEN_ENTRUSTMENT,
    page_order=100,
    roles=frozenset({Role.APPROVER, Role.DIRECTOR}),
    handler_may=True,
    answers=frozenset({"kind", "to", "scope", "limit_wd", "pauses_clock", *TERMS}),
    required=frozenset({"scope", "to", *TERMS}),
    context=context,
    why_not=why_not,
    apply=apply,
)
