"""Who may record that somebody is away: who administers the office, and whoever stands above the person."""

from models.ground.codes import Role
from models.office.staff import Staff
from services.actor import Actor, staff_id_of
from services.unit_of_work import Unit

# Longer than any line of a centre; a loop in the reporting lines must not hang a page.
LONGEST_LINE = 10


def may_record_for(staff: Staff, actor: Actor, unit: Unit) -> bool:
    """Whether the actor administers the office or stands above this person; nobody records his own."""
    login = staff_id_of(actor)
    if staff.login == login:
        return False
    return Role.ADMINISTRATOR in actor.roles or login in _list_above(staff, unit)


def _list_above(staff: Staff, unit: Unit) -> list[str]:
    line: list[str] = []
    person: Staff | None = staff
    while person is not None and person.reports_to is not None and len(line) < LONGEST_LINE:
        line.append(person.reports_to)
        person = unit.session.get(Staff, person.reports_to)
    return line
