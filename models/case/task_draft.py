"""Unfinished answers to a task, one draft per person."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, KEY_LENGTH, Base, JsonObject, UtcDateTime
from models.vault.sealed import SealedJson


class TaskDraft(Base):
    """What a person typed so far; deleted by the submission."""

    __tablename__ = "task_draft"
    __table_args__ = (Index("ix_task_draft_saved_at", "saved_at"),)

    user_task_key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    staff_id: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    answers: Mapped[JsonObject] = mapped_column(SealedJson("task_draft:answers"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
