"""Which identity at the provider opens an account: linked by the person with his password, or by an administrator.

No account is made by an identity, and none is found by a name or an address of mail.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, select

from models.ground.errors import Conflict, InvalidInput, NotFound
from models.office.account import Account
from models.office.login_session import LoginSession
from models.office.provider_identity import ProviderIdentity, ProviderLink
from services.accounts.password_hash import is_password
from services.accounts.passwords import require_keeper
from services.accounts.provider_attempts import BeginAttempt, begin_attempt, require_provider
from services.actor import Actor, ActorKind, staff_id_of
from services.attempts.count_guess import guessing
from services.attempts.rate_limit import Counted
from services.attempts.rules import PASSWORD_CHANGES
from services.office.staff_changes import ChangedStaff, note_staff_change
from services.ports.identity_provider import SIGN_IN_OVER, AnswerRefused, Proven
from services.unit_of_work import Unit, UnitOfWork

LONGEST_SUBJECT = 255


@dataclass(frozen=True, slots=True)
class Link:
    """One identity at the office's provider; `linked_by` is a login."""

    subject: str
    shown_name: str
    linked_at: datetime
    linked_by: str


@dataclass(frozen=True, slots=True)
class LinkIdentity:
    """Whose account is opened by which subject, as the provider's own administration shows it."""

    login: str
    subject: str


def find_link(login: str, unit_of_work: UnitOfWork) -> Link | None:
    """The identity that opens this account; None without one. NotFound for an office without a provider."""
    provider = require_provider(unit_of_work)
    with unit_of_work.reading() as unit:
        row = unit.session.get(ProviderIdentity, login)
        if row is None or row.issuer != provider.issuer:
            return None
        return Link(row.subject, row.shown_name, row.linked_at, row.linked_by)


def begin_link(password: str, command: BeginAttempt, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The provider's address that the browser goes to, after the password: who finds a screen open links nothing of his own.

    InvalidInput on `password` for a wrong one, TriedTooOften after five; further errors as `begin_attempt`.
    """
    login = staff_id_of(actor)
    require_provider(unit_of_work)
    with unit_of_work.reading() as unit:
        password_hash = unit.session.get_one(Account, login).password_hash
    with guessing((Counted(PASSWORD_CHANGES, login),), unit_of_work):
        if not is_password(password_hash, password):
            raise InvalidInput({"password": "WRONG_PASSWORD"})
    asked = BeginAttempt(command.browser, command.back, command.wanted, links=login)
    return begin_attempt(asked, unit_of_work, actor)


def link_own(login: str, proven: Proven, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Link who came back from the provider to the account of who went there.

    AnswerRefused when somebody else, or nobody, is signed in by now; Conflict as `link_identity`.
    """
    if actor.kind is not ActorKind.STAFF or actor.name != login:
        raise AnswerRefused("SESSION", SIGN_IN_OVER)
    with unit_of_work as unit:
        _link(login, proven, unit, actor)


def link_identity(command: LinkIdentity, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """By an administrator, for somebody else, who is told (link_notices.py). InvalidInput on `subject`.

    Conflict: IDENTITY_TAKEN for one that opens another account, IDENTITY_OF_YOURS for one that opened the administrator's own
    at any time, LINK_YOUR_OWN for his own account, which takes his password. NotFound for an office without a provider, and
    for who has no account.
    """
    require_keeper(actor)
    if command.login == actor.name:
        raise Conflict(code="LINK_YOUR_OWN")
    issuer, subject = require_provider(unit_of_work).issuer, command.subject.strip()
    if not subject:
        raise InvalidInput({"subject": "REQUIRED"})
    if len(subject) > LONGEST_SUBJECT or not subject.isprintable():
        raise InvalidInput({"subject": "TOO_LONG" if subject.isprintable() else "UNKNOWN_FIELD"})
    with unit_of_work as unit:
        if unit.session.get(Account, command.login) is None:
            raise NotFound
        if unit.session.scalars(_links_of(actor.name, issuer, subject)).first() is not None:
            raise Conflict(code="IDENTITY_OF_YOURS")
        _link(command.login, Proven(issuer, subject, ""), unit, actor)


def unlink_own(unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Take the person's own away; NotFound where there is none."""
    _unlink(staff_id_of(actor), unit_of_work, actor)


def unlink_identity(login: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """An administrator takes it away; the person's sessions that began at the provider end. NotFound where there is none."""
    require_keeper(actor)
    _unlink(login, unit_of_work, actor)


def _link(login: str, proven: Proven, unit: Unit, actor: Actor) -> None:
    same = (ProviderIdentity.issuer == proven.issuer) & (ProviderIdentity.subject == proven.subject)
    holder = unit.session.scalars(select(ProviderIdentity.staff_id).where(same)).one_or_none()
    if holder is not None and holder != login:
        raise Conflict(code="IDENTITY_TAKEN")
    # One that was linked before opens nothing any more, and what it opened is over.
    _forget(login, unit)
    now = unit.ports.system_clock.now()
    made = {"staff_id": login, "linked_at": now, "linked_by": actor.name}
    made |= {"issuer": proven.issuer, "subject": proven.subject}
    unit.session.add(ProviderIdentity(**made, shown_name=proven.shown_name))
    # Two of one moment are one to its person.
    unit.session.merge(ProviderLink(**made, known_at=now if actor.name == login else None))
    note_staff_change(ChangedStaff(login, {"account": ("", "provider_linked")}), unit, actor)
    unit.trail.add(None, "account.provider_linked", {"staff_id": login}, actor)


def _links_of(login: str, issuer: str, subject: str) -> Select[ProviderLink]:
    """Those that this person made of his own account to this identity."""
    return select(ProviderLink).where(
        ProviderLink.staff_id == login, ProviderLink.issuer == issuer, ProviderLink.subject == subject
    )


def _unlink(login: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    with unit_of_work as unit:
        if unit.session.get(ProviderIdentity, login) is None:
            raise NotFound
        _forget(login, unit)
        note_staff_change(
            ChangedStaff(login, {"account": ("provider_linked", "provider_unlinked")}), unit, actor
        )
        unit.trail.add(None, "account.provider_unlinked", {"staff_id": login}, actor)


def _forget(login: str, unit: Unit) -> None:
    unit.session.execute(delete(ProviderIdentity).where(ProviderIdentity.staff_id == login))
    began_there = (LoginSession.staff_id == login) & LoginSession.by_provider.is_(True)
    unit.session.execute(delete(LoginSession).where(began_there))
