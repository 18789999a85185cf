"""Accounts and their passwords: first ones made by the office, own ones chosen by the person."""

from dataclasses import dataclass

from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted, RuleRefused
from models.office.account import Account
from models.office.staff import Staff
from services.accounts.password_hash import draw_password, hash_password, is_password
from services.accounts.sessions import end_sessions_of
from services.accounts.sign_in_waits import end_waits
from services.accounts.weak_password import is_weak
from services.actor import Actor, ActorKind, require_role, staff_id_of
from services.attempts.count_guess import guessing
from services.attempts.rate_limit import Counted
from services.attempts.rules import PASSWORD_CHANGES
from services.office.centre_contact import read_centre_contact
from services.office.staff_changes import ChangedStaff, note_staff_change
from services.office.unit_options import find_unit_name
from services.unit_of_work import Unit, UnitOfWork

MIN_LENGTH = 12
MAX_LENGTH = 200
FEWEST_CHARACTERS = 5  # different ones


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """The old and the new password as typed."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class CreateAccount:
    """For whom; a member of staff. `is_first`: somebody who has one already keeps it as it is."""

    login: str
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class ResetAccount:
    """Whose account gets a new first password; `seen` is when the account last changed, as the page shows it."""

    login: str
    seen: str | None = None


def change_password(command: ChangePassword, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Choose an own password; other sessions of the person end.

    RuleRefused("SIGN_IN_FAILED") for a wrong old one, TriedTooOften after five of them, InvalidInput on `new` for a weak one.
    """
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        old_hash = _get_account(login, unit).password_hash
        own_words = _own_words(unit.session.get_one(Staff, login), unit)
    # Whoever finds a screen left open is no sooner through than at the sign-in.
    with guessing((Counted(PASSWORD_CHANGES, login),), unit_of_work):
        if not is_password(old_hash, command.old):
            raise RuleRefused("SIGN_IN_FAILED")
    _check_new(command, own_words)
    new_hash = hash_password(command.new)
    with unit_of_work as unit:
        account = _get_account(login, unit)
        account.password_hash, account.must_change = new_hash, False
        account.changed_at = unit.ports.system_clock.now()
        end_sessions_of(login, unit)
        unit.trail.add(None, "account.password_changed", {"staff_id": login}, actor)


def create_account(command: CreateAccount, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Make an account; returns the first password, which must be changed. NotFound for nobody on the staff.

    Conflict("ACCOUNT_EXISTS") where it was to be the first one.
    """
    require_keeper(actor)
    password, password_hash = draw_password()
    with unit_of_work as unit:
        if unit.session.get(Staff, command.login) is None:
            raise NotFound
        account = unit.session.get(Account, command.login)
        if account is not None and command.is_first:
            raise Conflict(code="ACCOUNT_EXISTS")
        if account is None:
            account = Account(staff_id=command.login)
            unit.session.add(account)
        _set_first(account, password_hash, unit)
        note_staff_change(ChangedStaff(command.login, {"account": ("", "opened")}), unit, actor)
        unit.trail.add(None, "account.created", {"staff_id": command.login}, actor)
    return password


def reset_account(command: ResetAccount, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Give a new first password and end all sessions; NotFound without an account.

    Conflict("ACCOUNT_CHANGED") for a page that was open while the account changed, so that a form sent twice resets once.
    """
    require_keeper(actor)
    password, password_hash = draw_password()
    with unit_of_work as unit:
        account = _get_account(command.login, unit)
        if command.seen is not None and command.seen != account.changed_at.isoformat():
            raise Conflict(code="ACCOUNT_CHANGED")
        _set_first(account, password_hash, unit)
        end_sessions_of(command.login, unit)
        note_staff_change(ChangedStaff(command.login, {"account": ("", "password_reset")}), unit, actor)
        unit.trail.add(None, "account.reset", {"staff_id": command.login}, actor)
    return password


def require_keeper(actor: Actor) -> None:
    """The command line (the system) and administrators keep accounts."""
    if actor.kind is ActorKind.CITIZEN:
        raise NotPermitted
    if actor.kind is ActorKind.STAFF:
        require_role(actor, Role.ADMINISTRATOR)


def _set_first(account: Account, password_hash: str, unit: Unit) -> None:
    account.password_hash, account.must_change = password_hash, True
    account.changed_at = unit.ports.system_clock.now()
    end_waits(account.staff_id, unit)


def _get_account(login: str, unit: Unit) -> Account:
    account = unit.session.get(Account, login)
    if account is None:
        raise NotFound
    return account


def _own_words(person: Staff, unit: Unit) -> list[str]:
    """What a stranger reads on the door: the person's names, his unit and the centre's."""
    centres = [read_centre_contact(unit, in_english=english) for english in (False, True)]
    names = [centre.name for centre in centres if centre is not None]
    return [person.login, person.name, find_unit_name(person.unit, unit) or person.unit, *names]


def _check_new(command: ChangePassword, own_words: list[str]) -> None:
    new = command.new
    if len(new) < MIN_LENGTH:
        raise InvalidInput({"new": "TOO_SHORT"})
    if len(new) > MAX_LENGTH:
        raise InvalidInput({"new": "TOO_LONG"})
    if new == command.old:
        raise InvalidInput({"new": "SAME_PASSWORD"})
    if len(set(new)) < FEWEST_CHARACTERS or is_weak(new, own_words):
        raise InvalidInput({"new": "TOO_COMMON"})
