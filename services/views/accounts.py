"""The accounts of the office as administrators see them; no case data and no password."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.ground.codes import Role
from models.office.account import Account
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.actor import Actor, require_role
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One member of staff; the account's fields are None without an account."""

    login: str
    name: str
    unit: str
    roles: tuple[str, ...]
    is_active: bool
    has_account: bool
    must_change: bool
    locked_until: datetime | None
    changed_at: datetime | None


def list_accounts(unit_of_work: UnitOfWork, actor: Actor) -> list[AccountRow]:
    """All members of staff by login; NotPermitted for who is no administrator. Locks that are over are left out."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        now = unit.ports.system_clock.now()
        rows = unit.session.execute(
            select(Staff, OrganisationUnit.name, Account)
            .join(OrganisationUnit, OrganisationUnit.code == Staff.unit)
            .outerjoin(Account, Account.staff_id == Staff.login)
            .order_by(Staff.login)
        ).all()
        return [
            AccountRow(
                login=staff.login,
                name=staff.name,
                unit=unit_name,
                roles=tuple(staff.roles),
                is_active=staff.active,
                has_account=account is not None,
                must_change=account is not None and account.must_change,
                locked_until=_lock_of(account, now),
                changed_at=account.changed_at if account is not None else None,
            )
            for staff, unit_name, account in rows
        ]


def _lock_of(account: Account | None, now: datetime) -> datetime | None:
    if account is None or account.locked_until is None or account.locked_until <= now:
        return None
    return account.locked_until
