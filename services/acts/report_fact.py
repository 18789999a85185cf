"""Act `report-fact`: a unit that has to do with the case reports what it did or knows; it sees no case file."""

from sqlalchemy import ColumnElement, and_, or_, select

from bpmn.names import ActId
from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.lifecycle import FileEntryKind
from models.case.respondent import Respondent
from models.ground.codes import Role
from models.office.staff import Staff
from services.access.restricted import is_restricted
from services.actor import staff_id_of
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.acts.asked_of_unit import map_asked
from services.casefile.add_entry import NewEntry, add_entry
from services.forms.task_case import Answers, text_of

OTHER_UNIT = "OTHER_UNIT"
NOTHING_TOLD = "还没有文书把本件的事项告知您所在单位。"


def context(case: ActCase) -> Answers:
    """What the unit was told of the matters, in the words that left for it, and nothing else of the complaint."""
    own = case.unit.session.get_one(Staff, staff_id_of(case.actor)).unit
    told = map_asked([case.complaint.id], own, case.unit)[case.complaint.id].subject
    return {"facts": "\n".join(told) or NOTHING_TOLD}


def concerns_unit(unit_code: str) -> ColumnElement[bool]:
    """The condition on `complaint` that this unit is complained about, handles, leads, helps or was referred to.

    Of a file for named readers a unit knows by what they ask it, and by nothing else.
    """
    sources = (
        select(Respondent.complaint_id).where(Respondent.unit == unit_code, Respondent.in_force()),
        select(Referral.complaint_id).where(Referral.unit_code == unit_code),
        select(Designation.complaint_id).where(
            Designation.unit_code == unit_code, Designation.ended_at.is_(None)
        ),
    )
    concerned = or_(Complaint.handling_unit == unit_code, *(Complaint.id.in_(source) for source in sources))
    return and_(concerned, ~is_restricted())


def why_not(case: ActCase) -> str | None:
    """OTHER_UNIT for a unit that is neither complained about nor handles, leads, helps or was referred to."""
    own = case.unit.session.get_one(Staff, staff_id_of(case.actor)).unit
    concerned = select(Complaint.id).where(Complaint.id == case.complaint.id, concerns_unit(own))
    return OTHER_UNIT if case.unit.session.scalars(concerned).first() is None else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Keep the report as an entry of the file; it moves nothing."""
    text = text_of(answers, "text")
    entry = add_entry(
        NewEntry(case.complaint.id, FileEntryKind.NOTE, text, staff_id_of(case.actor)), case.unit
    )
    payload = {"entry_id": entry.id, "kind": entry.kind.value}
    case.unit.trail.add(case.complaint.id, "entry.recorded", payload, case.actor)
    return {"entry_id": entry.id}


ACT = Act(
    form=ActId.REPORT_FACT,
    page_order=90,
    roles=frozenset({Role.UNIT_REP}),
    handler_may=False,
    answers=frozenset({"text"}),
    required=frozenset({"text"}),
    units_cases=concerns_unit,
    context=context,
    why_not=why_not,
    apply=apply,
)
