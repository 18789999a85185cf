"""One act with its form, the data the form is shown with, and whether this person may take it now."""

from dataclasses import dataclass
from datetime import datetime

from models.case.complaint import Complaint
from models.ground.errors import NotFound
from services.actor import Actor, staff_id_of
from services.acts.act_case import ActCase
from services.acts.act_draft import find_act_draft
from services.acts.act_forms import find_form, read_shipped_form
from services.acts.act_permission import OTHER_UNIT, require_may_take
from services.acts.registry import get_act
from services.extracts.beside_form import Beside, read_beside
from services.extracts.scene import Scene
from services.forms.earlier_form import find_earlier_names, show_earlier
from services.forms.field_labels import title_of
from services.unit_of_work import UnitOfWork
from services.views.case_summary import CaseSummary, summarise


@dataclass(frozen=True, slots=True)
class ActPage:
    """`data` is the form's context with the person's draft over it; `why_not` is the code of the rule against the act at present.

    `beside` is what the act decides on, as this person may know it; `draft_saved_at` is None without a draft.
    """

    act: str
    title: str
    case: CaseSummary
    schema: dict[str, object]
    data: dict[str, object]
    why_not: str | None
    beside: Beside
    draft_saved_at: datetime | None


def get_act_page(complaint_id: str, act: str, unit_of_work: UnitOfWork, actor: Actor) -> ActPage:
    """The page; NotFound for an unknown act or case, NotPermitted with the rule's code."""
    found = get_act(act)
    read_shipped_form(act)
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, complaint_id)
        if complaint is None:
            raise NotFound
        case = ActCase(unit, complaint, actor)
        require_may_take(found, case)
        why_not = found.why_not(case)
        if why_not == OTHER_UNIT:
            raise NotFound
        schema, _ = find_form(act, unit)
        data = show_earlier(found.context(case), find_earlier_names(schema))
        draft = find_act_draft(complaint_id, act, staff_id_of(actor), unit)
        return ActPage(
            act,
            title_of(schema),
            summarise(complaint),
            schema,
            data if draft is None else {**data, **draft.answers},
            why_not,
            read_beside(found.extract, Scene(unit, complaint, actor)),
            None if draft is None else draft.saved_at,
        )
