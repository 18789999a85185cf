"""One member of staff on the page of administrators: who he is, who acts for him, his account, tasks and history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.codes import Role
from models.ground.errors import NotFound
from models.office.absence import Absence
from models.office.account import Account
from models.office.provider_identity import ProviderIdentity
from models.office.second_factor import SecondFactor
from models.office.staff import Staff
from models.office.staff_change import StaffChange
from services.access.find_exclusion import find_exclusions
from services.accounts.sign_in_waits import find_wait
from services.actor import Actor, require_role
from services.office.deputies import find_acting
from services.office.people_names import map_people_names
from services.office.staff_changes import list_staff_changes
from services.office.unit_options import map_unit_names
from services.unit_of_work import Unit, UnitOfWork
from services.views.my_tasks import TaskRow, list_rows
from services.views.people import AccountState, Presence, account_state, presence_of
from services.worklist.concerned_tasks import is_held_by


@dataclass(frozen=True, slots=True)
class Person:
    """`acting` is who decides for him now: himself while at work, None for nobody. People and units by login and code.

    `is_linked`: to an identity at the provider, None in an office without one.
    `tasks`: those that he holds, but of cases that the reader must keep away from. `seen` is what the page was made
    from: the last change of the person, and `account_seen` of his account.
    """

    login: str
    name: str
    badge: str | None
    unit: str
    title: str | None
    roles: tuple[str, ...]
    reports_to: str | None
    deputy: str | None
    acting: str | None
    acts_for: tuple[str, ...]
    presence: Presence
    account: AccountState
    account_seen: str
    barred_until: datetime | None
    has_second_factor: bool
    is_linked: bool | None
    signed_in_at: datetime | None
    tasks: tuple[TaskRow, ...]
    absences: tuple[Absence, ...]
    changes: tuple[StaffChange, ...]
    names: Mapping[str, str]
    units: Mapping[str, str]

    @property
    def seen(self) -> str:
        """The last change that the page shows."""
        return str(self.changes[0].id) if self.changes else ""


def get_person(login: str, unit_of_work: UnitOfWork, actor: Actor) -> Person:
    """Everything of one person; NotPermitted for who is no administrator, NotFound for nobody of the office."""
    reader = require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        staff = unit.session.get(Staff, login)
        if staff is None:
            raise NotFound
        account = unit.session.get(Account, login)
        waits_until = find_wait(login, unit)
        state = account_state(staff, account, waits=waits_until is not None)
        away = select(Staff.login).where(Staff.stand_in_id == login).order_by(Staff.login)
        absences = select(Absence).where(Absence.staff_id == login).order_by(Absence.recorded_at.desc())
        return Person(
            login=login,
            name=staff.name,
            badge=staff.badge,
            unit=staff.unit,
            title=staff.title,
            roles=tuple(staff.roles),
            reports_to=staff.reports_to,
            deputy=staff.deputy_id,
            acting=find_acting(unit.session, login),
            acts_for=tuple(unit.session.scalars(away)),
            presence=presence_of(staff),
            account=state,
            account_seen="" if account is None else account.changed_at.isoformat(),
            barred_until=waits_until if state is AccountState.BARRED else None,
            has_second_factor=unit.session.get(SecondFactor, login) is not None,
            is_linked=_find_is_linked(login, unit),
            signed_in_at=None if account is None else account.signed_in_at,
            tasks=tuple(list_held_tasks(login, reader, unit)),
            absences=tuple(unit.session.scalars(absences)),
            changes=tuple(list_staff_changes(login, unit)),
            names=map_people_names(unit),
            units=map_unit_names(unit),
        )


def _find_is_linked(login: str, unit: Unit) -> bool | None:
    provider = unit.ports.identity_provider
    if provider is None:
        return None
    row = unit.session.get(ProviderIdentity, login)
    return row is not None and row.issuer == provider.issuer


def list_held_tasks(login: str, reader: str, unit: Unit) -> list[TaskRow]:
    """The open tasks that the person holds, the oldest first, but of cases that the reader must keep away from."""
    tasks = unit.session.scalars(
        select(Task).where(is_held_by(login), Task.state == TaskState.OPEN).order_by(Task.created_at)
    ).all()
    hidden = find_exclusions({task.complaint_id for task in tasks}, reader, unit)
    return list_rows([task for task in tasks if task.complaint_id not in hidden], reader, unit)
