"""Who looks after an incident, and batches of incidents that somebody let try again, key by key."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, KEY_LENGTH, Base, EnumText, UtcDateTime
from models.vault.sealed import SealedText


class IncidentCare(Base):
    """Who took an incident last, with a note for colleagues; the row outlives the incident and says nothing then."""

    __tablename__ = "incident_care"

    incident_key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    complaint_id: Mapped[str | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    taken_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(SealedText("incident_care:note"))


class RetryState(StrEnum):
    """How far one key of a batch is; OVER: it had ended by itself or somebody else had retried it."""

    WAITING = "waiting"
    RETRIED = "retried"
    OVER = "over"


class RetryBatch(Base):
    """Exactly the incidents that a person saw and confirmed."""

    __tablename__ = "retry_batch"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class RetryItem(Base):
    """One key of a batch and what became of it."""

    __tablename__ = "retry_item"
    __table_args__ = (Index("ix_retry_item_incident_key", "incident_key"),)

    batch_id: Mapped[str] = mapped_column(ForeignKey("retry_batch.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    incident_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    complaint_id: Mapped[str | None] = mapped_column(ForeignKey("complaint.id"))
    process_instance_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    element_id: Mapped[str] = mapped_column(String(200))
    state: Mapped[RetryState] = mapped_column(EnumText(RetryState))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
