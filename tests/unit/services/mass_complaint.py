"""A mass complaint whose files are all accepted, put together without its tasks."""

from __future__ import annotations

from collections.abc import Callable

from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup, GroupMember
from models.case.lifecycle import Stage
from models.case.matter import Matter
from models.ground.codes import MatterDecision, RecusalOutcome, RecusalSubject
from models.ground.ids import new_id
from services.beside.recusal.request_recusal import RequestRecusal, request_recusal
from services.filing.new_case import FiledComplaint
from tests.full_office import FullOffice
from tests.unit.services.projected_task import accept

CLERK = "wen.rusheng"


Decide = Callable[[FullOffice, list[FiledComplaint]], None]


def accept_each(office: FullOffice, filed: list[FiledComplaint]) -> None:
    """Each by its task, as people do."""
    for one in filed:
        accept(office, one.complaint_id)


def accept_all(office: FullOffice, filed: list[FiledComplaint]) -> None:
    """All at once, where a thousand by their tasks would take minutes."""
    ids = [one.complaint_id for one in filed]
    with office.unit_of_work() as unit:
        for matter in unit.session.query(Matter).filter(Matter.complaint_id.in_(ids)):
            matter.decision = MatterDecision.ACCEPT
        for complaint in unit.session.query(Complaint).filter(Complaint.id.in_(ids)):
            complaint.stage = Stage.INVESTIGATION


def open_mass_complaint(
    office: FullOffice, files: int, name: str = "停电", decide: Decide = accept_each
) -> list[FiledComplaint]:
    """The files in the order of their numbers; the first leads."""
    filed = [office.file(address=f"198.51.{102 + no // 250}.{no % 250 + 1}") for no in range(files)]
    decide(office, filed)
    leading, *others = (one.complaint_id for one in filed)
    with office.unit_of_work() as unit:
        now = unit.clock.now()
        group = ComplaintGroup(
            leading_id=leading, name=name, closing_share=80, opened_by=CLERK, opened_at=now
        )
        unit.session.add(group)
        unit.session.flush()
        for other in others:
            member = GroupMember(id=new_id(), leading_id=leading, complaint_id=other)
            member.joined_by, member.joined_at = CLERK, now
            unit.session.add(member)
    return filed


def keep_away(office: FullOffice, complaint_id: str, login: str) -> None:
    """Recused from this one file."""
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, complaint_id)
        asked = RequestRecusal(RecusalSubject.STAFF, login, "与被投诉人有亲属关系")
        request_recusal(asked, complaint, unit, office.actor(login)).outcome = RecusalOutcome.RECUSED
