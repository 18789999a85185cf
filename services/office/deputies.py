"""Deputies (AB角): who acts for a member of staff, and what he may do for those for whom he acts."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.office.staff import Staff
from models.store.ask_once import ask_once


def find_acting(session: Session, staff_id: str) -> str | None:
    """The person himself while at work, else who stands in on his leave or his deputy, if at work; else None."""
    person = session.get(Staff, staff_id)
    if person is None:
        return None
    if is_at_work(person):
        return person.login
    for login in (person.stand_in_id, person.deputy_id):
        deputy = session.get(Staff, login) if login else None
        if deputy is not None and is_at_work(deputy):
            return deputy.login
    return None


def is_at_work(person: Staff) -> bool:
    """Neither departed nor on leave."""
    return person.active and person.stand_in_id is None


def list_acting_roles(person: Staff, session: Session) -> frozenset[str]:
    """His own roles and, while he stands in for somebody on leave, those of that person."""
    away = ask_once(session, acting_roles_key(person.login), lambda: _read_away(person, session))
    return join_roles(person, away)


def _read_away(person: Staff, session: Session) -> Sequence[list[str]]:
    query = select(Staff.roles).where(Staff.stand_in_id == person.login, Staff.active.is_(True))
    return session.scalars(query).all()


def join_roles(person: Staff, away: Iterable[Iterable[str]]) -> frozenset[str]:
    """His own roles with those of each person for whom he stands in."""
    return frozenset(person.roles).union(*away)


def acting_roles_key(login: str) -> tuple[str, str]:
    """Under which a look keeps the roles of those for whom the person stands in."""
    return ("roles", login)
