"""Act `designate-unit`: names the leading and the helping units of a case."""

from sqlalchemy import select

from bpmn.names import ActId
from models.case.designation import Designation
from models.case.lifecycle import Stage
from models.ground.codes import CaseRole, Role, UnitKind
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.office.unit import OrganisationUnit
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.forms.task_case import Answers, text_of, texts_of

CASE_ARCHIVED = "CASE_ARCHIVED"


def context(case: ActCase) -> Answers:
    """The units of the centre; the one that handles the case now leads."""
    units = case.unit.session.scalars(
        select(OrganisationUnit)
        .where(OrganisationUnit.kind != UnitKind.EXTERNAL)
        .order_by(OrganisationUnit.code)
    )
    shown: Answers = {"unit_options": [{"label": unit.name, "value": unit.code} for unit in units]}
    if case.complaint.handling_unit is not None:
        shown["lead_unit"] = case.complaint.handling_unit
    return shown


def why_not(case: ActCase) -> str | None:
    """CASE_ARCHIVED once nobody works on the case any more."""
    return CASE_ARCHIVED if case.complaint.stage is Stage.ARCHIVED else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Record the designation; an earlier one ends. InvalidInput on `co_units` for the leading unit among them."""
    lead_unit, co_units = text_of(answers, "lead_unit"), texts_of(answers, "co_units")
    if lead_unit in co_units:
        raise InvalidInput({"co_units": "SAME_UNIT"})
    _end_earlier(case)
    lead = _designate(lead_unit, CaseRole.LEAD_UNIT, case)
    for co_unit in co_units:
        _designate(co_unit, CaseRole.CO_UNIT, case)
    case.complaint.handling_unit = lead_unit
    payload = {"lead_unit": lead_unit, "co_units": co_units, "reason": text_of(answers, "reason")}
    case.unit.trail.add(case.complaint.id, "units.designated", payload, case.actor)
    return {"designation_id": lead.id}


def _end_earlier(case: ActCase) -> None:
    earlier = case.unit.session.scalars(
        select(Designation).where(
            Designation.complaint_id == case.complaint.id,
            Designation.role_in_case.in_([CaseRole.LEAD_UNIT, CaseRole.CO_UNIT]),
            Designation.ended_at.is_(None),
        )
    )
    for designation in earlier:
        designation.ended_at = case.unit.clock.now()


def _designate(unit_code: str, role: CaseRole, case: ActCase) -> Designation:
    designation = Designation(
        id=new_id(),
        complaint_id=case.complaint.id,
        unit_code=unit_code,
        role_in_case=role,
        by=case.actor.name,
        at=case.unit.clock.now(),
    )
    case.unit.session.add(designation)
    return designation


ACT = Act(
    form=ActId.DESIGNATE_UNIT,
    page_order=60,
    roles=frozenset({Role.INTAKE, Role.APPROVER, Role.DIRECTOR}),
    handler_may=False,
    answers=frozenset({"lead_unit", "co_units", "reason"}),
    required=frozenset({"lead_unit", "reason"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
