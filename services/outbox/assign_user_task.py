"""The assignee of a user task in the engine: who claimed it, to whom it was given, or nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from models.ground.errors import Conflict, NotFound
from services.outbox.message import Message, Sending, optional_text_in, text_in


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
