"""The acts that a person may take on a case, and why not now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.ground.errors import NotFound
from models.office.deployed_form import DeployedForm
from services.access.readable_cases import may_read_case
from services.actor import Actor
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.acts.act_forms import read_shipped_form
from services.acts.act_permission import OTHER_UNIT, find_bar, may_know
from services.acts.registry import ACTS
from services.forms.field_labels import title_of
from services.unit_of_work import Unit, UnitOfWork


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
    read_forms()
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, complaint_id)
        if complaint is None:
            raise NotFound
        rows = list_acts_in(ActCase(unit, complaint, actor), ACTS)
        if not rows and not may_read_case(complaint, unit, actor):
            raise NotFound
        return rows


def list_acts_in(case: ActCase, names: Iterable[str]) -> list[ActRow]:
    """Those of these acts that the person may know of in an open unit, in the same order."""
    known = {name: ACTS[name] for name in names if _is_of(ACTS[name], case)}
    titles = _titles(known, case.unit)
    rows = [ActRow(name, titles[name], act.why_not(case)) for name, act in known.items()]
    return [row for row in rows if row.why_not != OTHER_UNIT]


def may_take(name: str, case: ActCase) -> bool:
    """Whether the person may take this act now."""
    return _is_of(ACTS[name], case) and ACTS[name].why_not(case) is None


def _is_of(act: Act, case: ActCase) -> bool:
    return may_know(act, case) and find_bar(act, case) is None


def _titles(names: Collection[str], unit: Unit) -> dict[str, str]:
    """What the newest form of each calls itself; one query however many."""
    deployed = unit.session.scalars(
        select(DeployedForm).where(DeployedForm.form_id.in_(names)).order_by(DeployedForm.version)
    )
    newest = {form.form_id: form.schema_json for form in deployed}
    return {name: title_of(newest.get(name) or read_shipped_form(name)) for name in names}


def read_forms() -> None:
    """Outside of any transaction."""
    for name in ACTS:
        read_shipped_form(name)
