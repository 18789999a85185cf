"""The acts that a person may take on a case, and why not now."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.ground.errors import NotFound
from services.access.readable_cases import may_read_case
from services.actor import Actor
from services.acts.act_case import ActCase
from services.acts.act_forms import find_form, read_shipped_form
from services.acts.act_permission import OTHER_UNIT, find_bar, may_know
from services.acts.registry import ACTS
from services.forms.field_labels import title_of
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ActRow:
    """`act` is the name; `why_not` the code of the rule against it at present."""

    act: str
    title: str
    why_not: str | None

    @property
    def may(self) -> bool:
        """Whether it can be taken now."""
        return self.why_not is None


def list_acts(complaint_id: str, unit_of_work: UnitOfWork, actor: Actor) -> list[ActRow]:
    """The acts of this person's roles, in the order of the page.

    NotFound for an unknown case and for one that the person may neither read nor add to.
    """
    for name in ACTS:
        read_shipped_form(name)
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, complaint_id)
        if complaint is None:
            raise NotFound
        case = ActCase(unit, complaint, actor)
        rows = [
            ActRow(name, title_of(find_form(name, unit)[0]), act.why_not(case))
            for name, act in ACTS.items()
            if may_know(act, case) and find_bar(act, case) is None
        ]
        rows = [row for row in rows if row.why_not != OTHER_UNIT]
        if not rows and not may_read_case(complaint, unit, actor):
            raise NotFound
        return rows
