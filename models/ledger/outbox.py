"""What is to be told outside after the commit. The sender that loops over it is services/outbox/send_step.py."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, JsonObject, UtcDateTime
from models.ground.release import RELEASE
from models.vault.sealed import SealedText

SUBJECT_LENGTH = 160
RELEASE_LENGTH = 32


class OutboxRow(Base):
    """One thing to tell; ids, enums and dates only. Told at least once, recognised by `dedupe_key`."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_sent_at_next_try_at", "sent_at", "next_try_at"),
        Index("ix_outbox_subject", "subject", "sent_at"),
        Index("ix_outbox_complaint_id", "complaint_id", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(CODE_LENGTH))
    payload: Mapped[JsonObject] = mapped_column(JSON)
    dedupe_key: Mapped[str] = mapped_column(String(160), unique=True)
    # What it is in order with: the next message of a subject waits for this one.
    subject: Mapped[str] = mapped_column(String(SUBJECT_LENGTH))
    complaint_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    # The request, or the job that followed one, in which it was written; no part of what is told.
    correlation_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    # The release that wrote the row; null in rows from before releases were written.
    release: Mapped[str | None] = mapped_column(String(RELEASE_LENGTH), default=RELEASE)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed_reason: Mapped[str | None] = mapped_column(String(200))
    # Set while the message waits for a person, who sends it again or drops it with a reason.
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dropped_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    drop_reason: Mapped[str | None] = mapped_column(SealedText("outbox:drop_reason"))


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A thing to tell after the commit."""

    kind: str
    payload: JsonObject
    subject: str
    complaint_id: str | None
    dedupe_key: str
    created_at: datetime
    correlation_id: str | None = None


def add_message(session: Session, message: NewMessage) -> OutboxRow:
    """Write the row in the caller's transaction; the same dedupe key again gives the row that is there."""
    existing = session.scalars(select(OutboxRow).where(OutboxRow.dedupe_key == message.dedupe_key))
    row = existing.one_or_none()
    if row is None:
        row = OutboxRow(
            kind=message.kind,
            payload=message.payload,
            subject=message.subject,
            complaint_id=message.complaint_id,
            dedupe_key=message.dedupe_key,
            correlation_id=message.correlation_id,
            created_at=message.created_at,
            next_try_at=message.created_at,
            attempts=0,
        )
        session.add(row)
        session.flush()
    return row
