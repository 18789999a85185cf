"""Sessions of signed-in staff: server-side, found by the hash of a random token, on the machine's clock."""

import hashlib
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import aliased

from models.ground.codes import APART_ROLES, Role
from models.ground.errors import DatabaseBusy, NotFound
from models.office.account import Account
from models.office.engine_anchor import StoreState
from models.office.login_session import LoginSession
from models.office.provider_identity import ProviderLink
from models.office.second_factor import SecondFactor
from models.office.staff import Staff
from models.office.standstill import Standstill, StandstillKind
from services.actor import Actor
from services.anchor.store_notice import STORE_ROW, state_of
from services.office.deputies import join_roles
from services.unit_of_work import Unit, UnitOfWork

TOKEN_BYTES = 32
CODE, SETUP = "code", "setup"
ABSOLUTE_LIFE = timedelta(hours=10)
IDLE_LIFE = timedelta(minutes=30)
# Writing the last look of every request would make reading pages write.
TOUCH_AFTER = timedelta(minutes=1)
# Asked with every page, so it is put together once: whose session it is, with the roles of those for whom he stands in and
# his second factor; whether the engine's store is the office's (ADR 0347) and somebody else linked the account (ADR 0353), which
# every page says.
_AWAY = aliased(Staff)
_IS_STORE = (Standstill.kind == StandstillKind.STORE) & (Standstill.key == STORE_ROW)
_UNKNOWN_LINK = (
    select(ProviderLink.linked_at)
    .where(ProviderLink.staff_id == Staff.login, ProviderLink.known_at.is_(None))
    .correlate(Staff)
    .exists()
)
_SIGNED_IN = (
    select(LoginSession, Account, Staff, Standstill, SecondFactor.confirmed_at, _UNKNOWN_LINK, _AWAY.roles)
    .join(Account, Account.staff_id == LoginSession.staff_id)
    .join(Staff, Staff.login == LoginSession.staff_id)
    .outerjoin(_AWAY, (_AWAY.stand_in_id == Staff.login) & _AWAY.active.is_(True))
    .outerjoin(Standstill, _IS_STORE)
    .outerjoin(SecondFactor, SecondFactor.staff_id == Staff.login)
    .where(LoginSession.token_sha256 == bindparam("token_sha256"))
)


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """Who is signed in; roles are read anew with every request. `strange_store`: why nothing goes on, None where all is well.

    `is_told_of_link`: somebody else linked the account to an identity, and the person has not said that he knows of it.
    """

    staff_id: str
    name: str
    unit: str
    roles: frozenset[Role]
    must_change_password: bool
    # CODE or SETUP while the session opens nothing else; by the roles too that came by standing in or while it runs.
    awaits: str | None = None
    strange_store: StoreState | None = None
    is_told_of_link: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a session begins. `browser`: how its owner recognises it; `by_provider`: no password was given here."""

    browser: str | None = None
    by_provider: bool = False


_BY_PASSWORD = Arrival()


def open_session(staff_id: str, unit: Unit, actor: Actor, *, came: Arrival = _BY_PASSWORD) -> str:
    """A new session in the caller's unit; the token is returned and only its hash kept. Expired ones are swept."""
    now = unit.ports.system_clock.now()
    unit.session.execute(delete(LoginSession).where(LoginSession.expires_at <= now))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    unit.session.add(
        LoginSession(
            token_sha256=digest_token(token),
            staff_id=staff_id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + ABSOLUTE_LIFE,
            client_address=actor.client_address[:45] or None,
            browser=came.browser,
            awaits=None if came.by_provider and _proves_second_step(unit) else _find_awaited(staff_id, unit),
            by_provider=came.by_provider,
        )
    )
    told = {"staff_id": staff_id} | ({"by": "provider"} if came.by_provider else {})
    unit.trail.add(None, "account.signed_in", told, actor)
    return token


def get_session(token: str, unit_of_work: UnitOfWork, *, is_look: bool = True) -> SessionInfo:
    """Who this token signs in; NotFound when it is unknown, idle for 30 minutes, older than 10 hours or disabled.

    A page that asks by itself for what is new is no look of a person, and keeps nobody signed in.
    """
    with unit_of_work.reading() as unit:
        found = unit.session.execute(_SIGNED_IN, {"token_sha256": digest_token(token)}).all()
        now = unit.ports.system_clock.now()
        if not found:
            raise NotFound
        row, account, staff, told, factor_at, is_told_of_link, _ = found[0]
        if row.expires_at <= now or now - row.last_seen_at > IDLE_LIFE:
            raise NotFound
        if not staff.active or account.stopped_at is not None:
            raise NotFound
        held = join_roles(staff, [roles for *_, roles in found if roles is not None])
        roles = keep_apart(held, staff)
        # Who comes by the provider has no use for a first password.
        must_change = account.must_change and not row.by_provider
        store = state_of(told)
        awaits = row.awaits or _find_demanded(row, roles, factor_at is not None, unit)
        info = SessionInfo(
            staff.login, staff.name, staff.unit, roles, must_change, awaits, store, bool(is_told_of_link)
        )
        is_stale = is_look and now - row.last_seen_at > TOUCH_AFTER
    if is_stale:
        # A page that is only read needs neither a free writer nor room on the disk; a later one notes the look.
        with suppress(DatabaseBusy, SQLAlchemyError, OSError), unit_of_work.at_once() as unit:
            touched = unit.session.get(LoginSession, digest_token(token))
            if touched is not None:
                touched.last_seen_at = now
    return info


def _find_awaited(staff_id: str, unit: Unit) -> str | None:
    """What a session waits for after the password, whatever the roles of the person are."""
    factor = unit.session.get(SecondFactor, staff_id)
    return CODE if factor is not None and factor.confirmed_at is not None else None


def _find_demanded(row: LoginSession, roles: frozenset[Role], has_factor: bool, unit: Unit) -> str | None:
    """What the roles of this moment ask of a session in which no factor was given, also those that came while it runs."""
    if row.is_proved or (row.by_provider and _proves_second_step(unit)):
        return None
    if not unit.ports.second_factor_roles.intersection(roles):
        return None
    return CODE if has_factor else SETUP


def _proves_second_step(unit: Unit) -> bool:
    provider = unit.ports.identity_provider
    return provider is not None and provider.proves_second_step


def keep_apart(held: Iterable[str], staff: Staff) -> frozenset[Role]:
    """The roles that a session has of those held, by standing in too.

    A mandate, or to audit, is of one person: nobody reads by it because he stands in.
    """
    return frozenset(map(Role, held)) - APART_ROLES.difference(staff.roles)


def sign_out(token: str, unit_of_work: UnitOfWork) -> bool:
    """End the session; an unknown one is ended already. Whether it began at the identity provider, which has one too then."""
    with unit_of_work as unit:
        row = unit.session.get(LoginSession, digest_token(token))
        if row is None:
            return False
        unit.session.delete(row)
        return row.by_provider


def end_sessions_of(staff_id: str, unit: Unit) -> None:
    """End all sessions of a person in the caller's unit."""
    unit.session.execute(delete(LoginSession).where(LoginSession.staff_id == staff_id))


def digest_token(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
