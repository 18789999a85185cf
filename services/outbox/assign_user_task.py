"""The assignee of a user task in the engine: who claimed it, to whom it was given, or nobody."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from sqlalchemy import and_, or_, select

from models.case.task import Task
from models.ground.errors import Conflict, NotFound
from models.ledger.outbox import OutboxRow
from services.outbox.message import Message, Sending, optional_text_in, text_in
from services.unit_of_work import Unit, UnitFactory

# The engine's search may show what was before it was told; ours is then the newer word.
SEARCH_LAGS = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignUserTask(Message):
    """`assignee` None frees the task."""

    KIND = "assign_user_task"
    SUBJECT = "user_task_key"

    user_task_key: str
    assignee: str | None

    @classmethod
    def read(cls, payload: Mapping[str, object]) -> Self:
        """As Message.read."""
        return cls(
            user_task_key=text_in(payload, "user_task_key"),
            assignee=optional_text_in(payload, "assignee"),
            complaint_id=optional_text_in(payload, "complaint_id"),
        )

    def send(self, sending: Sending) -> str | None:
        """Assign or free; a code when the listener denied it or the task is over."""
        try:
            if self.assignee is None:
                sending.engine.unassign_user_task(self.user_task_key)
            else:
                sending.engine.assign_user_task(self.user_task_key, self.assignee)
        except Conflict:
            return "ASSIGNMENT_DENIED"
        except NotFound:
            return "TASK_ENDED"
        return None


def tell_assignee(task: Task, assignee: str | None, dedupe_key: str, unit: Unit) -> None:
    """The engine is told after the commit whose task it is; nobody's for None."""
    message = AssignUserTask(
        user_task_key=task.user_task_key, assignee=assignee, complaint_id=task.complaint_id
    )
    unit.outbox.add(message, dedupe_key)


def find_just_told(user_task_keys: Collection[str], make_unit: UnitFactory) -> dict[str, object]:
    """Whom the engine was told of these tasks so recently that its search may lag, or is still to be told; None: freed."""
    if not user_task_keys:
        return {}
    subjects = {f"{AssignUserTask.SUBJECT}:{key}": key for key in user_task_keys}
    with make_unit().reading() as unit:
        is_to_be_told = and_(OutboxRow.sent_at.is_(None), OutboxRow.held_at.is_(None))
        # Messages are sent by the machine's clock; a demo office's may be months away from it.
        was_told = OutboxRow.sent_at > unit.ports.system_clock.now() - SEARCH_LAGS
        told = unit.session.execute(
            select(OutboxRow.subject, OutboxRow.payload)
            .where(
                OutboxRow.kind == AssignUserTask.KIND,
                OutboxRow.subject.in_(subjects),
                or_(is_to_be_told, was_told),
            )
            .order_by(OutboxRow.id)
        )
        return {subjects[subject]: payload.get("assignee") for subject, payload in told}
