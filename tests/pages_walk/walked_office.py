"""An office of an earlier release, opened with this one, and every page of it that its people come to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx
from sqlalchemy import select

from adapters.clock import SystemClock
from bpmn.names import FormId
from deploy.office import ACCOUNTS_FILE
from deploy.plain_http import TRUSTS_NOBODY
from models.beside.entrustment import Entrustment
from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.clock.clock import Clock
from models.office.service_item import ServiceItem
from models.office.staff import Staff
from models.office.standstill import Standstill, StandstillKind, StandstillLook
from models.office.unit import OrganisationUnit as Unit
from services.identity.query_code import derive_query_code
from tests.acceptance.earlier_office import served_once
from tests.office_process import OfficeProcess
from tests.pages_walk.sent_pages import CaseKey, look_at_progress, send_as_citizen, send_as_staff
from tests.pages_walk.walk import CITIZEN, Page, Walk
from tests.served_office import SocketVisitor

# Whoever reads every file opens every page; of the others some pages of each kind show what is theirs.
READER = "supervisor"
PLANTED = "planted_reason"
_addresses = count(2)


@dataclass(frozen=True)
class Extent:
    """How far a walk goes: pages of one route for the reader of everything, for each other person, progress pages."""

    reader: int
    others: int
    cases: int


@dataclass(frozen=True)
class Walked:
    """What was seen, the logins and codes that nobody should see, and a page on which a code was planted at the end."""

    walk: Walk
    codes: frozenset[str]
    planted: Page


def walk_office(name: str, data: Path, extent: Extent) -> Walked:
    """Open the office and look at its pages as a citizen and as one person of each role."""
    walk = Walk()
    with served_once(name, data) as office:
        _let_stand_still(office)
        visitors = {role: _staff(office, login) for role, login in _people(office).items()}
        cases = _cases(office)
        with _citizen(office) as citizen:
            walk.follow_links(CITIZEN, citizen, extent.others)
            send_as_citizen(walk, citizen)
        for case in cases[: extent.cases]:
            with _citizen(office) as citizen:
                look_at_progress(walk, citizen, [case])
        for role, visitor in visitors.items():
            limit = extent.reader if role == READER else extent.others
            walk.follow_links(role, visitor, limit, _rare_cases(office) if role == READER else ())
        send_as_staff(walk, visitors, cases[0])
        planted = _plant(office, cases[0])
        page = walk.look(READER, visitors[READER].get(f"/cases/{planted}/limits"))
        return Walked(walk, _codes(office), page)


def _people(office: OfficeProcess) -> dict[str, str]:
    """The first person of each role who may sign in."""
    accounts = json.loads((office.data / ACCOUNTS_FILE).read_text("utf-8"))
    people: dict[str, str] = {}
    for login, account in accounts.items():
        people.setdefault(account["role"], login)
    return people


def staff_of(office: OfficeProcess, role: str) -> SocketVisitor:
    """The first person of this role, signed in."""
    return _staff(office, _people(office)[role])


def _staff(office: OfficeProcess, login: str) -> SocketVisitor:
    return SocketVisitor(office.people.session(login))


@contextmanager
def _citizen(office: OfficeProcess) -> Iterator[SocketVisitor]:
    """Somebody at an address of his own, since questions are limited by address."""
    number = next(_addresses)
    transport = httpx.HTTPTransport(
        local_address=f"127.8.{number // 250}.{2 + number % 250}", verify=TRUSTS_NOBODY
    )
    with httpx.Client(base_url=office.address, transport=transport, timeout=60.0) as client:
        yield SocketVisitor(client)


def _plant(office: OfficeProcess, case: CaseKey) -> str:
    """Let a limit of the case have ended for a reason that the catalogues do not know; the case's id."""
    with office.clock.database.write_transaction() as session:
        clock = session.scalars(select(Clock).where(Clock.complaint_id == case.complaint_id)).first()
        assert clock is not None
        clock.stop_reason = PLANTED
    return case.complaint_id


def _let_stand_still(office: OfficeProcess) -> None:
    """Let one task be nobody's, and found by the look that the workers take later."""
    with office.clock.database.write_transaction() as session:
        task = session.scalars(
            select(Task)
            .where(Task.state == TaskState.OPEN, Task.form_id == FormId.DECIDE_ACCEPTANCE)
            .order_by(Task.user_task_key)
        ).first()
        assert task is not None
        task.candidate_groups, task.claimed_by = ["查勘员"], None
        facts = {"reason": "UNKNOWN_ROLE", "groups": ["查勘员"], "element_id": task.element_id, "name": None}
        found = {"kind": StandstillKind.TASK, "key": task.user_task_key, "complaint_id": task.complaint_id}
        session.add(Standstill(**found, since=task.created_at, facts=facts))
        session.merge(StandstillLook(kind=StandstillKind.TASK, looked_at=SystemClock().now()))


def _cases(office: OfficeProcess) -> list[CaseKey]:
    with office.clock.database.read() as session:
        rows = session.scalars(select(Complaint).order_by(Complaint.number)).all()
        return [CaseKey(row.id, row.number, derive_query_code(row.submission_id)) for row in rows]


def _rare_cases(office: OfficeProcess) -> list[str]:
    """Pages of cases that lead to pages which few cases have; of a file in its viewer."""
    with office.clock.database.read() as session:
        found = [session.scalars(select(table.complaint_id)).first() for table in (Entrustment, Referral)]
        files = session.scalars(select(Evidence).order_by(Evidence.id).limit(1)).all()
        viewers = [f"/cases/{file.complaint_id}/evidence/{file.id}" for file in files]
    return [*(f"/cases/{complaint_id}" for complaint_id in found), *viewers]


def _codes(office: OfficeProcess) -> frozenset[str]:
    columns = (Staff.login, Unit.code, ServiceItem.code)
    with office.clock.database.read() as session:
        return frozenset(code for column in columns for code in session.scalars(select(column)))
