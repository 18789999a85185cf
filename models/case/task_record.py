"""Submitted tasks: every field with label and value, the form's version, the person and the time."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, KEY_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedJson

# The record of an act has such a key where that of a task has the engine's.
ACT_KEY = "act:"


class TaskRecord(Base):
    """One submission; a task has one, sent again it is the same."""

    __tablename__ = "task_record"
    __table_args__ = (
        Index("ix_task_record_complaint_id", "complaint_id"),
        Index("ix_task_record_submitted_at", "submitted_at"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    user_task_key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    element_id: Mapped[str] = mapped_column(String(80))
    form_id: Mapped[str] = mapped_column(String(80))
    form_version: Mapped[int] = mapped_column(BigInteger)
    # Any: the shape is the deployed form's; kept with label and value for readers of later years.
    answers: Mapped[Any] = mapped_column(SealedJson("task_record:answers"))
    submitted_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Why the engine did not take the completion (finished or cancelled meanwhile); null while all is well.
    outcome_note: Mapped[str | None] = mapped_column(String(200))

    @property
    def is_act(self) -> bool:
        """True for an act of the case file, false for a task of a diagram."""
        return self.user_task_key.startswith(ACT_KEY)
