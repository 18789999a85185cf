"""Signing in with login and password. Unknown names and wrong passwords cannot be told apart, however often one tries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from models.ground.codes import Role
from models.ground.errors import RuleRefused, TriedTooOften
from models.office.account import Account
from models.office.staff import Staff
from services.accounts.known_browser import add_mark, find_browser
from services.accounts.password_hash import hash_password, is_password, needs_new_hash
from services.accounts.sessions import Arrival, open_session
from services.accounts.sign_in_waits import keys_of_browser, keys_of_stranger
from services.actor import Actor
from services.attempts.rate_limit import Counted, count_all, give_back
from services.unit_of_work import Unit, UnitOfWork

MAX_PASSWORD = 200
_Counts = Sequence[tuple[Counted, datetime | None]]


@dataclass(frozen=True, slots=True)
class SignIn:
    """What was typed; `marks`: what the browser keeps of accounts that were signed in there before; `browser`: its name."""

    login: str
    password: str
    marks: str = ""
    browser: str | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` is the session's secret for the cookie, `marks` what the browser keeps from now on; both are stored nowhere."""

    token: str
    staff_id: str
    must_change_password: bool
    marks: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the login before the password is looked at; both None for a login that nobody has."""

    password_hash: str | None
    browser: str | None


def sign_in(command: SignIn, unit_of_work: UnitOfWork, actor: Actor) -> SignedIn:
    """Open a session.

    RuleRefused: SIGN_IN_FAILED; ACCOUNT_STOPPED (by an administrator) and PASSWORD_WAY_CLOSED (the office lets administrators
    alone sign in by password), told to who knows the password. TriedTooOften
    with SIGN_IN_WAITS after five wrong ones of one account from one source, for a minute that doubles with each further one
    up to fifteen, or after sixty from one source; a browser in which the account was signed in before is counted by itself.
    Crowded when too many sign in at this moment.
    """
    known = _read_known(command, unit_of_work)
    counts = _count(command.login, known.browser, unit_of_work, actor)
    # The slow check runs outside of any transaction, also for a name that does not exist.
    password = command.password[:MAX_PASSWORD]
    nobodys = _nobodys_hash()
    is_right = is_password(known.password_hash or nobodys, password)
    # Also for a wrong password, so that nobody learns by the clock who has never signed in.
    full_hash = (
        hash_password(password) if known.password_hash and needs_new_hash(known.password_hash) else None
    )
    with unit_of_work as unit:
        account = _find_usable(command.login, unit)
        # One that was replaced meanwhile, since others know it, opens nothing any more.
        is_right = is_right and account is not None and account.password_hash == known.password_hash
        bar = _find_bar(account, unit) if account is not None and is_right else None
        signed_in = None
        if account is not None and is_right and bar is None:
            account.password_hash = full_hash or account.password_hash
            signed_in = _open(account, command, unit, actor)
        elif account is not None and not is_right:
            _note_wait(account, counts, unit, actor)
    if not (is_right and known.password_hash):
        raise RuleRefused("SIGN_IN_FAILED")
    give_back(counts, unit_of_work, forgets_subject=True)
    if signed_in is None:
        raise RuleRefused(bar or "SIGN_IN_FAILED")
    return signed_in


def _open(account: Account, command: SignIn, unit: Unit, actor: Actor) -> SignedIn:
    now = account.signed_in_at = unit.ports.system_clock.now()
    token = open_session(account.staff_id, unit, actor, came=Arrival(command.browser))
    return SignedIn(token, account.staff_id, account.must_change, add_mark(command.marks, account, now))


def _count(login: str, browser: str | None, unit_of_work: UnitOfWork, actor: Actor) -> _Counts:
    """Counted before it is judged, so that guesses sent at once do not slip through together."""
    try:
        if browser is not None:
            return count_all(keys_of_browser(login, browser), unit_of_work)
    except TriedTooOften:
        # Ten wrong ones in a known browser: whoever sits there is a stranger from now on.
        pass
    return count_all(keys_of_stranger(login, unit_of_work, actor), unit_of_work)


def _note_wait(account: Account, counts: _Counts, unit: Unit, actor: Actor) -> None:
    """On the trail each time that an account begins to wait at a source."""
    if any(counted.subject is not None and opens_at is not None for counted, opens_at in counts):
        unit.trail.add(None, "account.locked", {"staff_id": account.staff_id}, actor)


@cache
def _nobodys_hash() -> str:
    return hash_password("nobody's password")


def _read_known(command: SignIn, unit_of_work: UnitOfWork) -> _Known:
    with unit_of_work.reading() as unit:
        account = _find_usable(command.login, unit)
        if account is None:
            return _Known(None, None)
        browser = find_browser(command.marks, account, unit.ports.system_clock.now())
        return _Known(account.password_hash, browser)


def _find_bar(account: Account, unit: Unit) -> str | None:
    if account.stopped_at is not None:
        return "ACCOUNT_STOPPED"
    roles = unit.session.get_one(Staff, account.staff_id).roles
    return None if unit.ports.takes_all_passwords or Role.ADMINISTRATOR in roles else "PASSWORD_WAY_CLOSED"


def _find_usable(login: str, unit: Unit) -> Account | None:
    account = unit.session.get(Account, login)
    staff = unit.session.get(Staff, login)
    return account if account is not None and staff is not None and staff.active else None
