"""Accounts from the command line: first passwords and resets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from deploy.demo_people import ACCOUNTS_FILE
from models.ground.codes import Role
from models.ground.errors import NotFound
from models.office.account import Account
from models.office.staff import Staff
from services.accounts.passwords import CreateAccount, ResetAccount, create_account, reset_account
from services.accounts.second_factor import remove_factor_of
from services.accounts.stop_account import release_account
from services.actor import SYSTEM, Actor, ActorKind
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Person:
    """One member of staff as the account list shows it."""

    login: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """Account commands over one office."""

    make_unit: Callable[[], UnitOfWork]
    data: Path

    def create(self, login: str) -> str | None:
        """Make an account with a random first password; None when the person has one already."""
        if login in self._existing():
            return None
        return create_account(CreateAccount(login), self.make_unit(), SYSTEM)

    def create_demo(self, login: str) -> str:
        """An account of a demo office: its random password stands in a private file and need not be changed."""
        password = create_account(CreateAccount(login), self.make_unit(), SYSTEM)
        with self.make_unit() as unit:
            unit.session.get_one(Account, login).must_change = False
        return password

    def reset(self, login: str) -> str:
        """A new first password; raises NotFound for an unknown login."""
        return reset_account(ResetAccount(login), self.make_unit(), SYSTEM)

    def release(self, login: str) -> None:
        """Let the person sign in again, stopped or waiting; NotFound for an unknown login, Conflict where nothing holds him."""
        release_account(login, self.make_unit(), SYSTEM)

    def forget_second_factor(self, login: str) -> None:
        """For who has lost telephone and recovery codes; NotFound where there is none."""
        remove_factor_of(login, self.make_unit(), SYSTEM)

    def reset_all(self) -> dict[str, str]:
        """New first passwords for every account; the demo password file goes away."""
        passwords = {login: self.reset(login) for login in sorted(self._existing())}
        (self.data / ACCOUNTS_FILE).unlink(missing_ok=True)
        return passwords

    def list_staff(self) -> list[Person]:
        """Everyone who works here, with the first of their roles."""
        with self.make_unit().reading() as unit:
            rows = unit.session.scalars(select(Staff).where(Staff.active).order_by(Staff.login))
            return [Person(row.login, row.name, str(row.roles[0])) for row in rows]

    def _existing(self) -> set[str]:
        with self.make_unit().reading() as unit:
            return set(unit.session.scalars(select(Account.staff_id)))


def get_actor(login: str, unit_of_work: UnitOfWork) -> Actor:
    """Who answers for a command of this machine; NotFound for nobody who works here or whose account nobody may use."""
    with unit_of_work.reading() as unit:
        person, account = unit.session.get(Staff, login), unit.session.get(Account, login)
        if person is None or not person.active:
            raise NotFound(f"nobody works here by the login {login} / 没有此登录名的在职人员")
        if account is None or account.stopped_at is not None:
            raise NotFound(f"{login} has no account, or it is locked / 没有账号或已停用")
        return Actor(ActorKind.STAFF, login, frozenset(Role(role) for role in person.roles))
