"""Sends what transactions left in the outbox: at least once, per subject in order, growing back-off. One step at a time.

The engine is called between transactions, never inside one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from bpmn.names import MessageName
from models.case.case_run import CaseRun
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.ground.errors import Conflict, DomainError, NotFound, OutsideUnavailable
from models.ledger.outbox import OutboxRow
from services.actor import SYSTEM
from services.ports import OutgoingMessage, ProcessEngine
from services.unit_of_work import Unit, UnitFactory

# Longer than any outage the sender itself survives, so that the engine knows a repeat (decision 7: >= 24 h).
TIME_TO_LIVE_MS = 7 * 24 * 3600 * 1000
BATCH = 500
ENDED_STATES = frozenset({"CANCELED", "FAILED"})
ASK_AGAIN_TIMES = 8
FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 60.0
# While the first worker has not bound its instance, the start message is published again this often.
START_REPEAT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class _Entry:
    """One message to send, read before the engine is called."""

    id: int
    kind: str
    payload: dict[str, object]
    subject: str
    attempts: int


class _NotYet(Exception):
    """The message has to wait for something else to happen first."""


def send_outbox_step(make_unit: UnitFactory, engine: ProcessEngine) -> int:
    """Send what is due now, one message after another; returns how many are done.

    Stops at the first sign that the engine is away. A message of a subject waits for the earlier ones of that subject.
    """
    done = 0
    blocked: set[str] = set()
    for entry in _list_due(make_unit, blocked):
        if entry.subject in blocked:
            continue
        try:
            note = _send(entry, make_unit, engine)
        except OutsideUnavailable as error:
            _postpone(entry, error.code, make_unit)
            return done
        except (_NotYet, DomainError) as error:
            blocked.add(entry.subject)
            _postpone(entry, error.code if isinstance(error, DomainError) else "NOT_YET", make_unit)
            continue
        done += _finish(entry, note, make_unit)
    return done


def is_outbox_empty(make_unit: UnitFactory) -> bool:
    """True when nothing waits to be told."""
    with make_unit().reading() as unit:
        return (
            unit.session.scalars(select(OutboxRow.id).where(OutboxRow.sent_at.is_(None)).limit(1)).first()
            is None
        )


def _list_due(make_unit: UnitFactory, blocked: set[str]) -> list[_Entry]:
    with make_unit().reading() as unit:
        # Waits are those of the machine: a demo office that stands still or jumps must not change them.
        now = unit.ports.system_clock.now()
        rows = unit.session.scalars(
            select(OutboxRow).where(OutboxRow.sent_at.is_(None)).order_by(OutboxRow.id).limit(BATCH)
        ).all()
        due: list[_Entry] = []
        for row in rows:
            entry = _Entry(row.id, row.kind, dict(row.payload), _subject_of(row), row.attempts)
            if row.attempts and row.next_try_at > now:
                blocked.add(entry.subject)
            elif entry.subject not in blocked:
                due.append(entry)
        return due


def _subject_of(row: OutboxRow) -> str:
    """What has an order: the messages of one key, the commands on one task, the variables of one case."""
    payload = row.payload
    for name in ("user_task_key", "correlation_key", "complaint_id"):
        if payload.get(name):
            return f"{name}:{payload[name]}"
    return f"row:{row.id}"


def _send(entry: _Entry, make_unit: UnitFactory, engine: ProcessEngine) -> str | None:
    """Send one message; a text when the engine had ended the thing meanwhile."""
    if entry.kind == "publish_message":
        return _publish(entry, make_unit, engine)
    if entry.kind == "set_variables":
        return _set_variables(entry, make_unit, engine)
    if entry.kind == "cancel_instance":
        return _cancel(entry, engine)
    key = str(entry.payload["user_task_key"])
    try:
        if entry.kind == "complete_user_task":
            engine.complete_user_task(key, _variables(entry))
        elif entry.kind == "assign_user_task":
            _assign(key, entry.payload.get("assignee"), engine)
        else:
            raise _NotYet(entry.kind)
    except (NotFound, Conflict) as error:
        if entry.kind == "assign_user_task":
            return "ASSIGNMENT_DENIED" if isinstance(error, Conflict) else "TASK_ENDED"
        return _how_it_ended(key, entry.attempts, engine)
    return None


def _cancel(entry: _Entry, engine: ProcessEngine) -> str | None:
    try:
        engine.cancel_instance(str(entry.payload["process_instance_key"]))
    except (NotFound, Conflict):
        # It ended by itself, or a lost answer made this a repeat.
        return "INSTANCE_ENDED"
    return None


def _variables(entry: _Entry) -> dict[str, object]:
    variables = entry.payload.get("variables")
    return dict(variables) if isinstance(variables, dict) else {}


def _assign(key: str, assignee: object, engine: ProcessEngine) -> None:
    if isinstance(assignee, str):
        engine.assign_user_task(key, assignee)
    else:
        engine.unassign_user_task(key)


def _how_it_ended(key: str, attempts: int, engine: ProcessEngine) -> str | None:
    """Why a completion found no open task: None when the task is completed, which after a lost answer is our doing.

    The search may lag behind the command, so a task that still looks open is asked for again for a while.
    """
    state = engine.find_user_task_state(key)
    if state == "COMPLETED":
        return None
    if state in ENDED_STATES or attempts >= ASK_AGAIN_TIMES:
        return "TASK_ENDED"
    raise _NotYet


def _publish(entry: _Entry, make_unit: UnitFactory, engine: ProcessEngine) -> str | None:
    payload = entry.payload
    is_start = payload["name"] == MessageName.REGISTERED
    if is_start and _is_bound(payload, make_unit):
        return None
    engine.publish_message(
        OutgoingMessage(
            name=str(payload["name"]),
            correlation_key=str(payload["correlation_key"]),
            message_id=str(payload["message_id"]),
            variables=_variables(entry),
            time_to_live_ms=TIME_TO_LIVE_MS,
        )
    )
    if is_start:
        # Done only when the first worker has written the instance's key; a repeat is known by its id.
        raise _NotYet
    return None


def _is_bound(payload: dict[str, object], make_unit: UnitFactory) -> bool:
    variables = payload.get("variables")
    run_no = variables.get("run_no") if isinstance(variables, dict) else None
    with make_unit().reading() as unit:
        run = unit.session.get(CaseRun, (payload["correlation_key"], run_no))
        return run is not None and run.process_instance_key is not None


def _set_variables(entry: _Entry, make_unit: UnitFactory, engine: ProcessEngine) -> str | None:
    with make_unit().reading() as unit:
        key = unit.session.scalars(
            select(CaseRun.process_instance_key)
            .where(CaseRun.complaint_id == entry.payload["complaint_id"])
            .order_by(CaseRun.run_no.desc())
            .limit(1)
        ).one_or_none()
    if key is None:
        raise _NotYet
    try:
        engine.set_variables(key, _variables(entry))
    except (NotFound, Conflict):
        return "INSTANCE_ENDED"
    return None


def _finish(entry: _Entry, note: str | None, make_unit: UnitFactory) -> int:
    with make_unit() as unit:
        row = unit.session.get_one(OutboxRow, entry.id)
        row.sent_at, row.failed_reason = unit.ports.system_clock.now(), note
        if entry.kind == "complete_user_task":
            _end_task(str(entry.payload["user_task_key"]), note, unit)
    return 1


def _end_task(user_task_key: str, note: str | None, unit: Unit) -> None:
    task = unit.session.get(Task, user_task_key)
    if task is None:
        return
    task.ended_at = unit.clock.now()
    task.state = TaskState.COMPLETED if note is None else TaskState.CANCELLED
    task.end_reason = note
    if note is not None:
        record = unit.session.scalars(
            select(TaskRecord).where(TaskRecord.user_task_key == user_task_key)
        ).one_or_none()
        if record is not None:
            record.outcome_note = note
        payload = {"element_id": task.element_id, "reason": note}
        unit.trail.add(task.complaint_id, "task.ended_elsewhere", payload, SYSTEM)


def _postpone(entry: _Entry, reason: str, make_unit: UnitFactory) -> None:
    with make_unit() as unit:
        row = unit.session.get_one(OutboxRow, entry.id)
        row.attempts += 1
        row.next_try_at = _next_try(entry, unit.ports.system_clock.now())
        row.failed_reason = reason


def _next_try(entry: _Entry, now: datetime) -> datetime:
    longest = (
        START_REPEAT_SECONDS if entry.payload.get("name") == MessageName.REGISTERED else LONGEST_WAIT_SECONDS
    )
    return now + timedelta(seconds=min(FIRST_WAIT_SECONDS * 2 ** min(entry.attempts, 20), longest))
