"""The completion of a user task that a person has submitted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from sqlalchemy import select

from models.case.lifecycle import TaskState
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.ground.errors import Conflict, NotFound
from services.actor import SYSTEM
from services.outbox.message import Message, NotYet, Sending, optional_text_in, text_in, variables_in
from services.unit_of_work import Unit

ENDED_STATES = frozenset({"CANCELED", "FAILED"})
ASK_AGAIN_TIMES = 8
# How a task ended whose completion somebody decided never to send.
UNTOLD = "UNTOLD"
# How one ended that was submitted before its run was lost: the next run begins behind it.
SUBMITTED_BEFORE_LOSS = "SUBMITTED_BEFORE_LOSS"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteUserTask(Message):
    """The task and what it gives the diagram."""

    KIND = "complete_user_task"
    SUBJECT = "user_task_key"

    user_task_key: str
    variables: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def read(cls, payload: Mapping[str, object]) -> Self:
        """As Message.read."""
        return cls(
            user_task_key=text_in(payload, "user_task_key"),
            variables=variables_in(payload),
            complaint_id=optional_text_in(payload, "complaint_id"),
        )

    def send(self, sending: Sending) -> str | None:
        """Complete; "TASK_ENDED" when the engine had ended the task without us."""
        try:
            sending.engine.complete_user_task(self.user_task_key, dict(self.variables))
        except (NotFound, Conflict):
            return self._how_it_ended(sending)
        return None

    def finish(self, note: str | None, unit: Unit) -> None:
        """The task's row ends as the engine ended it; what was submitted in vain is marked."""
        task = unit.session.get(Task, self.user_task_key)
        if task is None:
            return
        task.ended_at = unit.clock.now()
        task.state = TaskState.COMPLETED if note is None else TaskState.CANCELLED
        task.end_reason = note
        if note is not None:
            _mark_record(self.user_task_key, note, unit)
            payload = {"element_id": task.element_id, "reason": note}
            unit.trail.add(task.complaint_id, "task.ended_elsewhere", payload, SYSTEM)

    def drop(self, unit: Unit) -> None:
        """What was submitted is on record and counts: the task is done here, and of one of a run a comparison tells it."""
        task = unit.session.get(Task, self.user_task_key)
        if task is not None and task.state is TaskState.SUBMITTED:
            end_submitted(task, UNTOLD, unit)

    def _how_it_ended(self, sending: Sending) -> str | None:
        """Why a completion found no open task: None when it is completed, which after a lost answer is our doing.

        The search may lag behind the command, so a task that still looks open is asked for again for a while.
        """
        state = sending.engine.find_user_task_state(self.user_task_key)
        if state == "COMPLETED":
            return None
        if state in ENDED_STATES or sending.attempts >= ASK_AGAIN_TIMES:
            return "TASK_ENDED"
        raise NotYet


def key_of_completion(user_task_key: str) -> str:
    """Under which the outbox keeps the completion of a task: it is asked for once."""
    return f"complete:{user_task_key}"


def end_submitted(task: Task, reason: str, unit: Unit) -> None:
    """What was submitted is on record and counts: the task is done here, whatever the engine hears of it."""
    task.state, task.ended_at, task.end_reason = TaskState.COMPLETED, unit.clock.now(), reason


def _mark_record(user_task_key: str, note: str, unit: Unit) -> None:
    record = unit.session.scalars(
        select(TaskRecord).where(TaskRecord.user_task_key == user_task_key)
    ).one_or_none()
    if record is not None:
        record.outcome_note = note
