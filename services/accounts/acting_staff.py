"""A member of staff who is not at the screen: what he ordered goes on with the rights that he has now."""

from models.ground.codes import Role
from models.office.account import Account
from models.office.staff import Staff
from services.actor import Actor, ActorKind
from services.office.deputies import list_acting_roles
from services.unit_of_work import Unit


def find_acting_staff(login: str, unit: Unit) -> Actor | None:
    """The person as one who acts; None for who has left or whose account is stopped."""
    person, account = unit.session.get(Staff, login), unit.session.get(Account, login)
    if person is None or not person.active or (account is not None and account.stopped_at is not None):
        return None
    return Actor(ActorKind.STAFF, login, frozenset(map(Role, list_acting_roles(person, unit.session))))
