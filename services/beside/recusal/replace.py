"""The effect of a recusal on the case: the handler changes, the stand-in is designated, claimed tasks come free."""

from sqlalchemy import select

from models.beside.recusal import Recusal
from models.case.complaint import Complaint
from models.case.designation import Designation
from models.ground.codes import CaseRole, RecusalSubject, Role
from models.ground.ids import new_id
from models.office.staff import Staff
from services.access.excluded import covers
from services.actor import Actor
from services.casefile.free_tasks import Freeing, free_tasks
from services.unit_of_work import Unit


def replace(row: Recusal, complaint: Complaint, unit: Unit, actor: Actor) -> None:
    """Put the stand-in of a decided recusal in the place of who is recused."""
    _end_designations(row, unit)
    _free_tasks(row, unit, actor)
    if row.replaced_by is None:
        return
    is_whole_unit = row.who_kind is RecusalSubject.UNIT
    was_handler = complaint.handler_id is not None and covers(row, complaint.handler_id, unit)
    if was_handler or (is_whole_unit and complaint.handler_id is None):
        payload = {"from": complaint.handler_id, "to": row.replaced_by, "recusal_id": row.id}
        complaint.handler_id = row.replaced_by
        unit.trail.add(complaint.id, "handler.replaced", payload, actor)
    if is_whole_unit:
        _designate(row, CaseRole.HANDLER, unit, actor)
        _designate(row, CaseRole.ACCEPTOR, unit, actor)
        _let_unit_stand_in(row, unit, actor)
    else:
        _designate(row, CaseRole.HANDLER if was_handler else _role_of(row.who, unit), unit, actor)
    unit.session.flush()


def _role_of(login: str, unit: Unit) -> CaseRole:
    """What the recused person would have done in this case."""
    roles = set(unit.session.get_one(Staff, login).roles)
    if roles & {Role.APPROVER, Role.DIRECTOR}:
        return CaseRole.APPROVER
    return CaseRole.HANDLER if Role.INVESTIGATOR in roles else CaseRole.ACCEPTOR


def _designate(row: Recusal, role: CaseRole, unit: Unit, actor: Actor) -> None:
    unit.session.add(
        Designation(
            id=new_id(),
            complaint_id=row.complaint_id,
            staff_id=row.replaced_by,
            role_in_case=role,
            by=actor.name,
            at=unit.clock.now(),
            recusal_id=row.id,
        )
    )


def _let_unit_stand_in(row: Recusal, unit: Unit, actor: Actor) -> None:
    """The stand-in's whole unit does what only the recused unit's posts do, the return visit above all."""
    unit.session.add(
        Designation(
            id=new_id(),
            complaint_id=row.complaint_id,
            unit_code=unit.session.get_one(Staff, row.replaced_by).unit,
            role_in_case=CaseRole.ACCEPTOR,
            by=actor.name,
            at=unit.clock.now(),
            recusal_id=row.id,
        )
    )


def _end_designations(row: Recusal, unit: Unit) -> None:
    standing = unit.session.scalars(
        select(Designation).where(
            Designation.complaint_id == row.complaint_id, Designation.ended_at.is_(None)
        )
    )
    for designation in standing:
        if designation.staff_id is not None and covers(row, designation.staff_id, unit):
            designation.ended_at = unit.clock.now()


def _free_tasks(row: Recusal, unit: Unit, actor: Actor) -> None:
    """Those that a recused person has claimed; the ones assigned to him are moved by the projection."""
    freeing = Freeing(
        lambda login: covers(row, login, unit), reason="recused", row_name="recusal_id", row_id=row.id
    )
    free_tasks(row.complaint_id, freeing, unit, actor)
