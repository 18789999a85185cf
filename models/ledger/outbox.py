"""What is to be told outside after the commit. The sender that loops over it is services/outbox.py."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import CODE_LENGTH, Base, JsonObject, UtcDateTime


class OutboxRow(Base):
    """One thing to tell; ids, enums and dates only. Told at least once, recognised by `dedupe_key`."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_sent_at_next_try_at", "sent_at", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(CODE_LENGTH))
    payload: Mapped[JsonObject] = mapped_column(JSON)
    dedupe_key: Mapped[str] = mapped_column(String(160), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed_reason: Mapped[str | None] = mapped_column(String(200))


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A thing to tell after the commit."""

    kind: str
    payload: JsonObject
    dedupe_key: str
    created_at: datetime


def add_message(session: Session, message: NewMessage) -> OutboxRow:
    """Write the row in the caller's transaction; the same dedupe key again gives the row that is there."""
    existing = session.scalars(select(OutboxRow).where(OutboxRow.dedupe_key == message.dedupe_key))
    row = existing.one_or_none()
    if row is None:
        row = OutboxRow(
            kind=message.kind,
            payload=message.payload,
            dedupe_key=message.dedupe_key,
            created_at=message.created_at,
            next_try_at=message.created_at,
            attempts=0,
        )
        session.add(row)
        session.flush()
    return row
