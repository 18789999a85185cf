"""Who works in the office, and who did."""

from functools import partial

from sqlalchemy import select

from models.ground.codes import APART_ROLES
from models.office.staff import Staff
from models.store.ask_once import READS_ONLY, ask_once
from models.store.read_once import MOST_ROWS
from services.office.deputies import acting_roles_key
from services.unit_of_work import Unit

_KNOWN = "knows_staff"


def list_staff(unit: Unit) -> list[Staff]:
    """Everybody, whoever has left too, by login.

    A session that reads asks for them once, and knows then each by his login and for whom he stands in.
    """
    session = unit.session
    people = list(session.scalars(select(Staff).order_by(Staff.login)))
    if session.info.get(READS_ONLY):
        away: dict[str, list[list[str]]] = {person.login: [] for person in people}
        for person in people:
            if person.active and person.stand_in_id in away:
                away[person.stand_in_id].append(person.roles)
        for login, roles in away.items():
            ask_once(session, acting_roles_key(login), partial(list, roles))
        # More than these are read anew with each question, so that few of them are better asked for by themselves.
        session.info[_KNOWN] = len(people) <= MOST_ROWS
    return people


def knows_staff(unit: Unit) -> bool:
    """Whether this session has asked for everybody, so that a question for some of them need not go out."""
    return bool(unit.session.info.get(_KNOWN))


def list_active_staff(unit: Unit) -> list[Staff]:
    """Everybody who works here and has not left, by login; whoever oversees from outside works for nobody here."""
    return [
        person for person in list_staff(unit) if person.active and not APART_ROLES.intersection(person.roles)
    ]
