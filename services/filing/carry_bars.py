"""Who must keep away from a file keeps away from what is taken out of it, and a restricted file stays restricted."""

from sqlalchemy import select

from models.beside.recusal import Recusal
from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.file_restriction import FileReader, RestrictionKind
from models.case.lifecycle import RequestState
from models.case.respondent import Respondent
from models.ground.codes import RecusalOutcome, RecusalSubject, RequestedSide
from models.ground.ids import new_id
from services.access.restricted import find_restriction
from services.actor import Actor
from services.filing.taken_apart import TakenApart
from services.restriction.restrict import NewRestriction, restrict
from services.unit_of_work import Unit


def carry_bars(apart: TakenApart, unit: Unit, actor: Actor) -> None:
    """Whom the first file is about, who was recused from it, and for whom alone it is, with who stands in there."""
    first, new = apart.first, apart.new
    barred = _list_barred(first, unit)
    for no, (kind, who) in enumerate(barred, start=1):
        row = _recusal(apart, unit, actor)
        row.no, row.who_kind, row.who = no, kind, who
        unit.session.add(row)
    unit.session.flush()
    _restrict(apart, unit, actor)
    if barred:
        told = {"who": [who for _kind, who in barred], "from": first.number}
        unit.trail.add(new.id, "file.bars_carried", told, actor)


def _list_barred(first: Complaint, unit: Unit) -> list[tuple[RecusalSubject, str]]:
    recused = unit.session.execute(
        select(Recusal.who_kind, Recusal.who).where(
            Recusal.complaint_id == first.id, Recusal.outcome == RecusalOutcome.RECUSED
        )
    ).all()
    about = unit.session.scalars(
        select(Respondent.staff_id).where(Respondent.complaint_id == first.id, Respondent.in_force())
    )
    people = [(RecusalSubject.STAFF, login) for login in about if login is not None]
    return list(dict.fromkeys([*((kind, who) for kind, who in recused), *people]))


def _recusal(apart: TakenApart, unit: Unit, actor: Actor) -> Recusal:
    """Decided with the first file: nobody is asked again."""
    now, reason = unit.clock.now(), _reason_of(apart)
    return Recusal(
        id=new_id(),
        complaint_id=apart.new.id,
        round=apart.new.round,
        state=RequestState.ANSWERED,
        requested_by=actor.name,
        requested_at=now,
        ended_at=now,
        end_reason=RecusalOutcome.RECUSED.value.upper(),
        reason=reason,
        requested_side=RequestedSide.STAFF,
        outcome=RecusalOutcome.RECUSED,
        decision_reason=reason,
        decided_by=actor.name,
        decided_at=now,
    )


def _reason_of(apart: TakenApart) -> str:
    return f"随{apart.first.number}分立"


def _restrict(apart: TakenApart, unit: Unit, actor: Actor) -> None:
    """A route of its own holds before the restriction of the first file."""
    first, new, reason = apart.first, apart.new, _reason_of(apart)
    restriction = find_restriction(first.id, unit)
    if restriction is None or find_restriction(new.id, unit) is not None:
        return
    readers = unit.session.scalars(
        select(FileReader).where(FileReader.restriction_id == restriction.id)
    ).all()
    people = [row.staff_id for row in readers if row.staff_id is not None]
    units = [row.unit_code for row in readers if row.unit_code is not None]
    restrict(NewRestriction(RestrictionKind.PERSON, people, units, reason), new, unit, actor)
    standing = unit.session.scalars(
        select(Designation).where(
            Designation.complaint_id == first.id,
            Designation.ended_at.is_(None),
            Designation.user_task_key.is_(None),
            Designation.absence_id.is_(None),
        )
    ).all()
    for row in standing:
        unit.session.add(
            Designation(
                id=new_id(),
                complaint_id=new.id,
                staff_id=row.staff_id,
                unit_code=row.unit_code,
                role_in_case=row.role_in_case,
                by=actor.name,
                at=unit.clock.now(),
                reason=reason,
            )
        )
    unit.session.flush()
