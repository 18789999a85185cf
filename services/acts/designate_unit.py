"""Act `designate-unit`: names the leading and the helping units of a case or of single matters, and asks for their parts."""

from collections.abc import Sequence

from sqlalchemy import select

from bpmn.names import ActId
from models.case.designation import Designation
from models.case.lifecycle import Stage
from models.ground.codes import CaseRole, Role
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.office.staff import Staff
from services.actor import staff_id_of
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.acts.part_options import read_due_wd
from services.beside.referral.open_part import OpenPart, find_part_bar, open_part, word_part
from services.beside.sheets.leaving import NOTHING_LEAVES, Leaving, LeavingSheet, word_leaving
from services.beside.sheets.sent_sheet import Draft, preview
from services.casefile.lead_unit import SUPERIORS, find_named_lead_fault
from services.casefile.open_parts import list_held_parts
from services.forms.task_case import Answers, text_of, texts_of
from services.office.deputies import list_acting_roles
from services.office.unit_options import CENTRE_KINDS, list_unit_options
from services.requests.kinds.referral import REFERRAL
from services.requests.named_matters import chosen_matters, list_matter_options, read_matter_nos

CASE_ARCHIVED = "CASE_ARCHIVED"


def context(case: ActCase) -> Answers:
    """The units of the centre may lead, any unit may help; the one that handles the case now leads."""
    shown: Answers = {
        "unit_options": list_unit_options(case.unit, kinds=CENTRE_KINDS),
        "co_unit_options": list_unit_options(case.unit),
        "matter_options": list_matter_options(case.complaint, case.unit),
        **preview(Draft(REFERRAL.name, case.actor.name), case.complaint, case.unit),
    }
    if case.complaint.handling_unit is not None:
        shown["lead_unit"] = case.complaint.handling_unit
    return shown


def why_not(case: ActCase) -> str | None:
    """CASE_ARCHIVED once nobody works on the case any more."""
    return CASE_ARCHIVED if case.complaint.stage is Stage.ARCHIVED else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Record the designation; an earlier one of the same matters ends. Where something is asked, every helping unit owes a part.

    InvalidInput on `lead_unit` for one that a complaint about coordination is about, unless an approver or the director names
    it; on `co_units` for the leading unit among them and for none where something is asked, on `asked` where no
    part can be asked for at present, on `due_wd` by its limit.
    """
    lead_unit, co_units = text_of(answers, "lead_unit"), texts_of(answers, "co_units")
    asked, named = text_of(answers, "asked"), read_matter_nos(texts_of(answers, "matter_nos"))
    if lead_unit in co_units:
        raise InvalidInput({"co_units": "SAME_UNIT"})
    _check_lead(case, lead_unit)
    chosen = chosen_matters(named, case.complaint, case.unit)
    _check_asked(case, asked, co_units)
    _end_earlier(case, named)
    roles = [(lead_unit, CaseRole.LEAD_UNIT), *((code, CaseRole.CO_UNIT) for code in co_units)]
    designated = [
        _designate(code, role, matter_no, case) for matter_no in (named or (None,)) for code, role in roles
    ]
    for row in designated:
        row.reason = text_of(answers, "reason")
    if not named or case.complaint.handling_unit is None:
        case.complaint.handling_unit = lead_unit
    payload = {
        "lead_unit": lead_unit,
        "co_units": co_units,
        "matter_nos": list(named),
        "reason": text_of(answers, "reason"),
    }
    case.unit.trail.add(case.complaint.id, "units.designated", payload, case.actor)
    if asked:
        _ask(case, answers, co_units, tuple(chosen or ()))
    return {"designation_id": designated[0].id}


def _check_lead(case: ActCase, lead_unit: str) -> None:
    staff = case.unit.session.get_one(Staff, staff_id_of(case.actor))
    if SUPERIORS.intersection(list_acting_roles(staff, case.unit.session)):
        return
    complaint = case.complaint
    if fault := find_named_lead_fault(complaint.category, lead_unit, complaint.id, case.unit):
        raise InvalidInput({"lead_unit": fault})


def _check_asked(case: ActCase, asked: str, co_units: list[str]) -> None:
    if not asked:
        return
    if not co_units:
        raise InvalidInput({"co_units": "REQUIRED"})
    if bar := find_part_bar(case.complaint, case.unit):
        raise InvalidInput({"asked": bar})


def _ask(case: ActCase, answers: Answers, co_units: list[str], matter_nos: tuple[int, ...]) -> None:
    asked, due_wd = text_of(answers, "asked"), read_due_wd(answers)
    for code, left in _share_out(case, co_units, matter_nos).items():
        command = OpenPart(code, left, asked, due_wd, decided=case.decided)
        open_part(command, case.complaint, case.unit, case.actor)


def _share_out(
    case: ActCase, co_units: Sequence[str], matter_nos: Sequence[int]
) -> dict[str, tuple[int, ...]]:
    """A part of each by its unit; one that owes a part already is asked for what is left of the matters."""
    held = list_held_parts(case.complaint, case.unit)
    parts: dict[str, tuple[int, ...]] = {}
    for code in co_units:
        owed = {no for row in held if row.unit_code == code for no in row.matter_nos}
        if left := tuple(no for no in matter_nos if no not in owed):
            parts[code] = left
    return parts


def leaves(case: ActCase, answers: Answers) -> Leaving:
    """Where parts are asked for, the sheet of all their matters and the words beside it, for all units that owe one.

    What is decided holds for each of them: they get the same words. InvalidInput on `matter_nos` as when it is taken.
    """
    asked, named = text_of(answers, "asked"), read_matter_nos(texts_of(answers, "matter_nos"))
    if not asked or find_part_bar(case.complaint, case.unit):
        return NOTHING_LEAVES
    chosen = chosen_matters(named, case.complaint, case.unit) or ()
    parts = _share_out(case, texts_of(answers, "co_units"), chosen)
    matter_nos = sorted({no for left in parts.values() for no in left})
    if not matter_nos:
        return NOTHING_LEAVES
    # In one order: what is kept for the page has the units as they were ticked, what is sent as the form lists them.
    return word_leaving(LeavingSheet(sorted(parts), matter_nos), word_part(asked), case)


def _end_earlier(case: ActCase, named: tuple[int, ...]) -> None:
    """All of them for the whole case, else those of the matters named: what holds for the rest goes on."""
    earlier = select(Designation).where(
        Designation.complaint_id == case.complaint.id,
        Designation.role_in_case.in_([CaseRole.LEAD_UNIT, CaseRole.CO_UNIT]),
        Designation.ended_at.is_(None),
    )
    if named:
        earlier = earlier.where(Designation.matter_no.in_(named))
    for designation in case.unit.session.scalars(earlier):
        designation.ended_at = case.unit.clock.now()


def _designate(unit_code: str, role: CaseRole, matter_no: int | None, case: ActCase) -> Designation:
    designation = Designation(
        id=new_id(),
        complaint_id=case.complaint.id,
        unit_code=unit_code,
        role_in_case=role,
        matter_no=matter_no,
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
    answers=frozenset({"matter_nos", "lead_unit", "co_units", "asked", "due_wd", "reason"}),
    required=frozenset({"lead_unit", "reason"}),
    context=context,
    why_not=why_not,
    apply=apply,
    leaves=leaves,
)
