"""A mass complaint whose files are all accepted, put together without its tasks."""

from __future__ import annotations

from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup, GroupMember
from models.ground.codes import RecusalOutcome, RecusalSubject
from models.ground.ids import new_id
from services.beside.recusal.request_recusal import RequestRecusal, request_recusal
from services.filing.new_case import FiledComplaint
from tests.full_office import FullOffice
from tests.unit.services.projected_task import accept

CLERK = "wen.rusheng"


def open_mass_complaint(office: FullOffice, files: int, name: str = "停电") -> list[FiledComplaint]:
    """The files in the order of their numbers; the first leads."""
    filed = [office.file(address=f"198.51.{102 + no // 250}.{no % 250 + 1}") for no in range(files)]
    for one in filed:
        accept(office, one.complaint_id)
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
