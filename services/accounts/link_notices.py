"""What a person is told of links that others made of his account: on every page of his, until he says that he knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.ground.codes import Role
from models.ground.errors import InvalidInput, NotFound
from models.office.account import Account
from models.office.provider_identity import ProviderIdentity, ProviderLink
from models.office.staff import Staff
from services.accounts.password_hash import is_password
from services.actor import Actor, staff_id_of
from services.attempts.count_guess import guessing
from services.attempts.rate_limit import Counted
from services.attempts.rules import PASSWORD_CHANGES
from services.office.people_names import get_person_name
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class LinkNotice:
    """A link that this person does not know of: made when, and by whom, as people call him; `is_gone`: it opens nothing now."""

    linked_at: datetime
    linked_by: str
    is_gone: bool


@dataclass(frozen=True, slots=True)
class OwnNotices:
    """The newest first; `asks_password`: who says that he knows of them shows with it that he is the person."""

    notices: tuple[LinkNotice, ...]
    asks_password: bool


def read_link_notices(unit_of_work: UnitOfWork, actor: Actor) -> OwnNotices:
    """Of the person who is signed in."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        present = unit.session.get(ProviderIdentity, login)
        notices = tuple(
            LinkNotice(
                row.linked_at,
                get_person_name(row.linked_by, unit),
                is_gone=present is None or present.linked_at != row.linked_at,
            )
            for row in _list_unknown(login, unit)
        )
        return OwnNotices(notices, _asks_password(login, unit))


def know_links(password: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """The person knows of all that he was told of.

    Who came in by an identity of his own, linked to another's account, is not that person: where this one has a password that
    signs him in it is asked for. InvalidInput on `password`, TriedTooOften after five wrong ones, NotFound where nothing is told.
    """
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        asks_password = _asks_password(login, unit)
        password_hash = unit.session.get_one(Account, login).password_hash
    if asks_password:
        with guessing((Counted(PASSWORD_CHANGES, login),), unit_of_work):
            if not is_password(password_hash, password):
                raise InvalidInput({"password": "WRONG_PASSWORD"})
    with unit_of_work as unit:
        rows = _list_unknown(login, unit)
        if not rows:
            raise NotFound
        for row in rows:
            row.known_at = unit.ports.system_clock.now()
        unit.trail.add(None, "account.provider_link_known", {"staff_id": login}, actor)


def _list_unknown(login: str, unit: Unit) -> list[ProviderLink]:
    query = select(ProviderLink).where(ProviderLink.staff_id == login, ProviderLink.known_at.is_(None))
    return list(unit.session.scalars(query.order_by(ProviderLink.linked_at.desc())))


def _asks_password(login: str, unit: Unit) -> bool:
    """Where he has one of his own, and the office lets it sign him in."""
    if unit.session.get_one(Account, login).must_change:
        return False
    is_administrator = Role.ADMINISTRATOR in unit.session.get_one(Staff, login).roles
    return is_administrator or unit.ports.takes_all_passwords
