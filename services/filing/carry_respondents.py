"""Who was named for a matter goes with it into the new file; the rows of the first file stay, with who, when and why."""

from sqlalchemy import select

from models.case.respondent import Respondent
from models.ground.ids import new_id
from services.actor import Actor
from services.filing.taken_apart import TakenApart
from services.restriction.follow_route import follow_route
from services.unit_of_work import Unit


def carry_respondents(apart: TakenApart, unit: Unit, actor: Actor) -> None:
    """Without one named for the matters that go, what their words tell stands."""
    first, new, numbers, reason = apart.first, apart.new, apart.numbers, apart.reason
    named = unit.session.scalars(
        select(Respondent)
        .where(Respondent.complaint_id == first.id, Respondent.matter_no.in_(numbers), Respondent.in_force())
        .order_by(Respondent.no)
    ).all()
    if not named:
        return
    suggested = unit.session.scalars(
        select(Respondent).where(Respondent.complaint_id == new.id, Respondent.in_force())
    ).all()
    now = unit.clock.now()
    for row in suggested:
        row.superseded_by, row.superseded_at, row.superseded_reason = actor.name, now, reason
    for no, row in enumerate(named, start=max(each.no for each in suggested) + 1 if suggested else 1):
        unit.session.add(
            Respondent(
                id=new_id(),
                complaint_id=new.id,
                no=no,
                matter_no=numbers[row.matter_no or 0],
                unit=row.unit,
                window=row.window,
                staff_id=row.staff_id,
                item=row.item,
                match=row.match,
                roster_day=row.roster_day,
                candidates=list(row.candidates),
                named_by=row.named_by,
                named_at=row.named_at,
                reason=row.reason,
                confirmed_by=row.confirmed_by,
                confirmed_at=row.confirmed_at,
            )
        )
        row.superseded_by, row.superseded_at, row.superseded_reason = actor.name, now, reason
    unit.session.flush()
    follow_route(new, unit)
