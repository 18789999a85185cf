"""Sources of messages outside: programs of chat and social media that deliver by signed requests, and what they delivered."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import Channel
from models.ground.incoming_codes import IncomingReason, IncomingState
from models.vault.sealed import SealedText

DELIVERY_LENGTH = 100


class MessageSource(Base):
    """One program. Both secrets hold: `earlier_secret` until an administrator drops it, so that a change needs no standstill."""

    __tablename__ = "message_source"

    code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    channel: Mapped[Channel] = mapped_column(EnumText(Channel))
    secret: Mapped[str] = mapped_column(SealedText("message_source:secret"))
    secret_at: Mapped[datetime] = mapped_column(UtcDateTime)
    earlier_secret: Mapped[str | None] = mapped_column(SealedText("message_source:earlier_secret"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SourceDelivery(Base):
    """One delivery and what it was answered, so that the same one again is answered the same."""

    __tablename__ = "source_delivery"
    __table_args__ = (Index("ix_source_delivery_at", "at"),)

    source: Mapped[str] = mapped_column(ForeignKey("message_source.code"), primary_key=True)
    delivery_id: Mapped[str] = mapped_column(String(DELIVERY_LENGTH), primary_key=True)
    body_sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[IncomingState] = mapped_column(EnumText(IncomingState))
    reason: Mapped[IncomingReason | None] = mapped_column(EnumText(IncomingReason))
    complaint_id: Mapped[str | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
