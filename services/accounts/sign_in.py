"""Signing in with login and password. Unknown names and wrong passwords cannot be told apart."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from models.ground.errors import RuleRefused
from models.office.account import Account
from models.office.staff import Staff
from services.accounts.password_hash import hash_password, is_password, needs_new_hash
from services.accounts.sessions import open_session
from services.actor import Actor
from services.attempts.rate_limit import count_attempt
from services.attempts.rules import SIGN_INS_PER_ADDRESS
from services.unit_of_work import Unit, UnitOfWork

MAX_FAILURES = 5
LOCK_TIME = timedelta(minutes=15)
MAX_PASSWORD = 200


@dataclass(frozen=True, slots=True)
class SignIn:
    """What was typed."""

    login: str
    password: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` is the session's secret for the cookie; it is stored nowhere."""

    token: str
    staff_id: str
    must_change_password: bool


def sign_in(command: SignIn, unit_of_work: UnitOfWork, actor: Actor) -> SignedIn:
    """Open a session.

    RuleRefused: SIGN_IN_FAILED, ACCOUNT_LOCKED (five failures, 15 minutes), ACCOUNT_STOPPED (by an administrator; told
    to who knows the password alone), RATE_LIMITED per address.
    Crowded when too many sign in at this moment.
    """
    count_attempt(SIGN_INS_PER_ADDRESS, actor.client_address, unit_of_work)
    password_hash = _read_hash(command.login, unit_of_work)
    # The slow check runs outside of any transaction, also for a name that does not exist.
    password = command.password[:MAX_PASSWORD]
    is_right = is_password(password_hash or _nobodys_hash(), password)
    # Also for a wrong password, so that nobody learns by the clock who has never signed in.
    full_hash = hash_password(password) if password_hash and needs_new_hash(password_hash) else None
    with unit_of_work as unit:
        account = _find_usable(command.login, unit) if password_hash else None
        refused = _judge(account, is_right, unit, actor)
        if refused is None and account is not None:
            if full_hash is not None and account.password_hash == password_hash:
                account.password_hash = full_hash
            account.signed_in_at = unit.ports.system_clock.now()
            token = open_session(account.staff_id, unit, actor)
            return SignedIn(token, account.staff_id, account.must_change)
    raise RuleRefused(refused or "SIGN_IN_FAILED")


@cache
def _nobodys_hash() -> str:
    return hash_password("nobody's password")


def _read_hash(login: str, unit_of_work: UnitOfWork) -> str | None:
    with unit_of_work.reading() as unit:
        account = _find_usable(login, unit)
        return account.password_hash if account is not None else None


def _find_usable(login: str, unit: Unit) -> Account | None:
    account = unit.session.get(Account, login)
    staff = unit.session.get(Staff, login)
    return account if account is not None and staff is not None and staff.active else None


def _judge(account: Account | None, is_right: bool, unit: Unit, actor: Actor) -> str | None:
    """Count the attempt; the refusal's code or None. Commits with the unit, also when refused."""
    if account is None:
        return "SIGN_IN_FAILED"
    now = unit.ports.system_clock.now()
    if _is_locked(account, now):
        return "ACCOUNT_LOCKED"
    if is_right and account.stopped_at is not None:
        return "ACCOUNT_STOPPED"
    if is_right:
        account.failed, account.locked_until = 0, None
        return None
    account.failed += 1
    if account.failed >= MAX_FAILURES:
        account.failed, account.locked_until = 0, now + LOCK_TIME
        unit.trail.add(None, "account.locked", {"staff_id": account.staff_id}, actor)
    return "SIGN_IN_FAILED"


def _is_locked(account: Account, now: datetime) -> bool:
    return account.locked_until is not None and account.locked_until > now
