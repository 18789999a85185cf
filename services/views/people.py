"""Members of staff as administrators find them; no case data and no password."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from models.ground.codes import Role
from models.office.account import Account
from models.office.staff import Staff
from services.accounts.sign_in_waits import map_waits, subject_of
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.office.unit_options import map_unit_names
from services.unit_of_work import UnitOfWork
from services.views.page import Page, page_of


class AccountState(StrEnum):
    """What an account is at the moment: `NEW` until the first password is changed.

    `BARRED` passes by itself, `STOPPED` lasts until an administrator releases it.
    """

    NONE = "none"
    NEW = "new"
    IN_USE = "in_use"
    BARRED = "barred"
    STOPPED = "stopped"
    CLOSED = "closed"


class Presence(StrEnum):
    """Whether somebody works here now."""

    AT_WORK = "at_work"
    ON_LEAVE = "on_leave"
    LEFT = "left"


class Which(StrEnum):
    """What the list is narrowed to."""

    WORKING = "working"
    ON_LEAVE = "on_leave"
    LEFT = "left"
    STOPPED = "stopped"
    NO_ACCOUNT = "no_account"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class FindPeople:
    """`words`: parts of name, badge, post, unit or login, all of which must be there; empty fields narrow nothing."""

    words: str = ""
    unit: str = ""
    role: str = ""
    which: Which = Which.WORKING
    page: int = 1


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One member of staff in a line; `unit` and `stand_in` by name, `signed_in_at` None for never or before that was noted."""

    login: str
    name: str
    badge: str | None
    unit: str
    title: str | None
    roles: tuple[str, ...]
    presence: Presence
    stand_in: str | None
    account: AccountState
    signed_in_at: datetime | None


def list_people(command: FindPeople, unit_of_work: UnitOfWork, actor: Actor) -> Page[PersonRow]:
    """A page of those who match, by unit and name; NotPermitted for who neither administers nor audits.

    The people of one centre are some hundreds: all are read, and chosen here.
    """
    require_role(actor, Role.ADMINISTRATOR, Role.AUDITOR)
    with unit_of_work.reading() as unit:
        waiting = map_waits(unit)
        query = (
            select(Staff, Account)
            .outerjoin(Account, Account.staff_id == Staff.login)
            .order_by(Staff.unit, Staff.name, Staff.login)
        )
        names = {**map_people_names(unit), **map_unit_names(unit)}
        rows = [
            _row(staff, account, names, waiting)
            for staff, account in unit.session.execute(query).all()
            if command.unit in ("", staff.unit) and (not command.role or command.role in staff.roles)
        ]
    words = command.words.casefold().split()
    return page_of([row for row in rows if _is_asked(row, words, command.which)], command.page)


def presence_of(staff: Staff) -> Presence:
    """Whether he works here now."""
    if not staff.active:
        return Presence.LEFT
    return Presence.AT_WORK if staff.stand_in_id is None else Presence.ON_LEAVE


def account_state(staff: Staff, account: Account | None, *, waits: bool) -> AccountState:
    """The state of the person's account; whoever has left has a closed one. `waits`: after wrong passwords, somewhere."""
    if account is None:
        return AccountState.NONE
    if not staff.active:
        return AccountState.CLOSED
    if account.stopped_at is not None:
        return AccountState.STOPPED
    if waits:
        return AccountState.BARRED
    return AccountState.NEW if account.must_change else AccountState.IN_USE


def _row(
    staff: Staff, account: Account | None, names: Mapping[str, str], waiting: Container[str]
) -> PersonRow:
    return PersonRow(
        login=staff.login,
        name=staff.name,
        badge=staff.badge,
        unit=names[staff.unit],
        title=staff.title,
        roles=tuple(staff.roles),
        presence=presence_of(staff),
        stand_in=names.get(staff.stand_in_id or ""),
        account=account_state(staff, account, waits=subject_of(staff.login) in waiting),
        signed_in_at=None if account is None else account.signed_in_at,
    )


def _is_asked(row: PersonRow, words: list[str], which: Which) -> bool:
    text = f"{row.name} {row.badge or ''} {row.title or ''} {row.unit} {row.login}".casefold()
    is_of_kind = {
        Which.WORKING: row.presence is not Presence.LEFT,
        Which.ON_LEAVE: row.presence is Presence.ON_LEAVE,
        Which.LEFT: row.presence is Presence.LEFT,
        Which.STOPPED: row.account in (AccountState.STOPPED, AccountState.BARRED),
        Which.NO_ACCOUNT: row.account is AccountState.NONE and row.presence is not Presence.LEFT,
        Which.EVERYBODY: True,
    }[which]
    return is_of_kind and all(word in text for word in words)
