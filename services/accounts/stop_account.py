"""An administrator locks the account of a member of staff, and takes that back."""

from __future__ import annotations

from dataclasses import dataclass

from models.ground.errors import Conflict, InvalidInput, NotFound, RuleRefused
from models.office.account import Account
from services.accounts.passwords import require_keeper
from services.accounts.sessions import end_sessions_of
from services.accounts.sign_in_waits import end_waits, find_wait
from services.actor import Actor
from services.office.staff_changes import ChangedStaff, note_staff_change
from services.unit_of_work import Unit, UnitOfWork

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class StopAccount:
    """Whose account is locked, and why."""

    login: str
    reason: str


def stop_account(command: StopAccount, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Nobody signs in with it until it is released; the person's sessions end, his tasks stay his.

    Locked already, it stays so. InvalidInput on `reason`, RuleRefused("OWN_ACCOUNT") for one's own, NotFound without one.
    """
    require_keeper(actor)
    if command.login == actor.name:
        raise RuleRefused("OWN_ACCOUNT")
    reason = command.reason.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise InvalidInput({"reason": "TOO_LONG" if reason else "REQUIRED"})
    with unit_of_work as unit:
        account = _get_account(command.login, unit)
        if account.stopped_at is not None:
            return
        account.stopped_at = account.changed_at = unit.ports.system_clock.now()
        end_sessions_of(command.login, unit)
        changed = ChangedStaff(command.login, {"account": ("in_use", "stopped")}, reason)
        note_staff_change(changed, unit, actor)
        unit.trail.add(None, "account.stopped", {"staff_id": command.login}, actor)


def release_account(login: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """The person may sign in again with his own password, also after too many failed attempts.

    Conflict("ACCOUNT_CHANGED") for one that is not locked any more, NotFound without one.
    """
    require_keeper(actor)
    with unit_of_work as unit:
        account = _get_account(login, unit)
        if account.stopped_at is None and find_wait(login, unit) is None:
            raise Conflict(code="ACCOUNT_CHANGED")
        if account.stopped_at is not None:
            # A wait alone says nothing of the account, and leaves the browsers known in which the person signed in.
            account.stopped_at, account.changed_at = None, unit.ports.system_clock.now()
        end_waits(login, unit)
        note_staff_change(ChangedStaff(login, {"account": ("stopped", "in_use")}), unit, actor)
        unit.trail.add(None, "account.released", {"staff_id": login}, actor)


def _get_account(login: str, unit: Unit) -> Account:
    account = unit.session.get(Account, login, with_for_update=True)
    if account is None:
        raise NotFound
    return account
