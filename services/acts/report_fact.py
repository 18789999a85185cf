"""Act `report-fact`: a unit that has to do with the case reports what it did or knows; it sees no case file."""

from sqlalchemy import select

from bpmn.names import ActId
from models.beside.referral import Referral
from models.case.designation import Designation
from models.case.lifecycle import FileEntryKind
from models.case.respondent import Respondent
from models.ground.codes import Role
from models.office.staff import Staff
from services.actor import staff_id_of
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.casefile.add_entry import NewEntry, add_entry
from services.forms.task_case import Answers, text_of

OTHER_UNIT = "OTHER_UNIT"


def context(case: ActCase) -> Answers:
    """Nothing of the complaint is shown."""
    return {}


def why_not(case: ActCase) -> str | None:
    """OTHER_UNIT for a unit that is neither complained about nor handles, leads, helps or was referred to."""
    own = case.unit.session.get_one(Staff, staff_id_of(case.actor)).unit
    return None if own == case.complaint.handling_unit or own in _list_units(case) else OTHER_UNIT


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Keep the report as an entry of the file; it moves nothing."""
    text = text_of(answers, "text")
    entry = add_entry(
        NewEntry(case.complaint.id, FileEntryKind.NOTE, text, staff_id_of(case.actor)), case.unit
    )
    payload = {"entry_id": entry.id, "kind": entry.kind.value}
    case.unit.trail.add(case.complaint.id, "entry.recorded", payload, case.actor)
    return {"entry_id": entry.id}


def _list_units(case: ActCase) -> set[str | None]:
    """The units that have to do with the case."""
    session, complaint_id = case.unit.session, case.complaint.id
    sources = (
        select(Respondent.unit).where(Respondent.complaint_id == complaint_id),
        select(Referral.unit_code).where(Referral.complaint_id == complaint_id),
        select(Designation.unit_code).where(
            Designation.complaint_id == complaint_id, Designation.ended_at.is_(None)
        ),
    )
    return {code for source in sources for code in session.scalars(source)}


ACT = Act(
    form=ActId.REPORT_FACT,
    page_order=90,
    roles=frozenset({Role.UNIT_REP}),
    handler_may=False,
    answers=frozenset({"text"}),
    is_units=True,
    context=context,
    why_not=why_not,
    apply=apply,
)
