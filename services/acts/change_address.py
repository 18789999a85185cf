"""Act `change-address`: the complainant has told where letters reach him from now on."""

from bpmn.names import ActId
from models.ground.codes import Role
from services.actor import staff_id_of
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.forms.task_case import Answers, text_of
from services.identity.change_address import change_address, find_address_bar
from services.tasks.extract import Extract


def context(case: ActCase) -> Answers:
    """Nothing is filled in: the address on file is looked at for a purpose, as any identity."""
    return {}


def why_not(case: ActCase) -> str | None:
    """NO_IDENTITY in an anonymous case; letters may have to go out after the archive too."""
    return find_address_bar(case.complaint.id, case.unit)


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Put the new one into the vault; the trail says that there is one and why."""
    change_address(case.complaint.id, text_of(answers, "postal_address"), staff_id_of(case.actor), case.unit)
    case.unit.trail.add(case.complaint.id, "identity.address_changed", {}, case.actor)
    return {}


ACT = Act(
    form=ActId.CHANGE_ADDRESS,
    page_order=7,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR, Role.RETURN_VISIT}),
    handler_may=True,
    answers=frozenset({"postal_address", "reason"}),
    required=frozenset({"postal_address", "reason"}),
    vaulted=frozenset({"postal_address"}),
    extract=(Extract.ASKED, Extract.REACHING),
    context=context,
    why_not=why_not,
    apply=apply,
)
