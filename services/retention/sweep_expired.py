"""Deletes what has served its purpose, whatever the engine does: attempts, sessions, drafts of done tasks, searches, answers."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, delete, exists, inspect, or_, select, tuple_

from models.case.case_view import CaseView
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.case.task_draft import TaskDraft
from models.ground.base import Base
from models.office.login_session import LoginSession
from models.office.message_source import SourceDelivery
from models.office.provider_identity import ProviderAttempt
from models.office.rate_limit import RateLimit
from models.office.staff import Staff
from services.accounts.sessions import IDLE_LIFE
from services.retention.policy import DELIVERIES, DRAFTS, RATE_LIMITS, SEARCHES, SESSIONS
from services.unit_of_work import Unit, UnitFactory

# In one commit, so that nobody waits long for the database however much has gathered.
ROWS_AT_ONCE = 500


def sweep_expired(make_unit: UnitFactory) -> int:
    """One round over each of them; how many rows went, at most ROWS_AT_ONCE of each."""
    return (
        _sweep(RateLimit, _is_old_attempt, make_unit)
        + _sweep(LoginSession, _is_over, make_unit)
        + _sweep(ProviderAttempt, _is_over_at_provider, make_unit)
        + _sweep(TaskDraft, _is_old_draft, make_unit)
        + _sweep(CaseView, _is_old_search, make_unit)
        + _sweep(SourceDelivery, _is_old_delivery, make_unit)
    )


def _sweep(table: type[Base], is_old: Callable[[Unit], ColumnElement[bool]], make_unit: UnitFactory) -> int:
    """Looks without a lock first: most rounds find nothing."""
    key = inspect(table).primary_key
    with make_unit().reading() as unit:
        if unit.session.execute(select(*key).where(is_old(unit)).limit(1)).first() is None:
            return 0
    with make_unit() as unit:
        found = unit.session.execute(select(*key).where(is_old(unit)).limit(ROWS_AT_ONCE)).all()
        unit.session.execute(delete(table).where(tuple_(*key).in_([tuple(row) for row in found])))
    return len(found)


def _is_old_attempt(unit: Unit) -> ColumnElement[bool]:
    return RateLimit.window_start < RATE_LIMITS.until(unit.ports.system_clock.now())


def _is_over(unit: Unit) -> ColumnElement[bool]:
    now = SESSIONS.until(unit.ports.system_clock.now())
    is_active = exists().where(Staff.login == LoginSession.staff_id, Staff.active)
    return or_(LoginSession.expires_at <= now, LoginSession.last_seen_at < now - IDLE_LIFE, ~is_active)


def _is_over_at_provider(unit: Unit) -> ColumnElement[bool]:
    return ProviderAttempt.expires_at <= SESSIONS.until(unit.ports.system_clock.now())


def _is_old_draft(unit: Unit) -> ColumnElement[bool]:
    is_open = exists().where(Task.user_task_key == TaskDraft.user_task_key, Task.state == TaskState.OPEN)
    return (TaskDraft.saved_at < DRAFTS.until(unit.clock.now())) & ~is_open


def _is_old_search(unit: Unit) -> ColumnElement[bool]:
    return CaseView.is_named.is_(False) & (CaseView.made_at < SEARCHES.until(unit.clock.now()))


def _is_old_delivery(unit: Unit) -> ColumnElement[bool]:
    return SourceDelivery.at < DELIVERIES.until(unit.ports.system_clock.now())
