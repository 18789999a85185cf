"""Our own projection of the engine's user tasks, joined with the clocks in lists."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.case.lifecycle import TaskState
from models.ground.base import CODE_LENGTH, KEY_LENGTH, Base, EnumText, JsonObject, UtcDateTime


class Task(Base):
    """One user task of the engine.

    The engine's search fills it, a submission moves it on before the engine does.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_state_complaint_id", "state", "complaint_id"),
        Index("ix_task_claimed_by", "claimed_by"),
        Index("ix_task_assignee", "assignee"),
    )

    user_task_key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    element_id: Mapped[str] = mapped_column(String(80))
    process_instance_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    form_id: Mapped[str | None] = mapped_column(String(80))
    form_version: Mapped[int | None] = mapped_column(BigInteger)
    candidate_groups: Mapped[list[str]] = mapped_column(JSON, default=list)
    assignee: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    claimed_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    # What tells tasks of one element apart: `method` of an act of the investigation.
    details: Mapped[JsonObject] = mapped_column(JSON, default=dict)
    state: Mapped[TaskState] = mapped_column(EnumText(TaskState), default=TaskState.OPEN)
    clock_id: Mapped[str | None] = mapped_column(ForeignKey("clock.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[str | None] = mapped_column(String(200))
