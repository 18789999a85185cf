"""Bytes in the object store that nothing refers to any more and that the workers have still to delete."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import Base, UtcDateTime


class OwedErasure(Base):
    """One object; the row is written with the act that lets go of it, and leaves when it is deleted."""

    __tablename__ = "owed_erasure"
    __table_args__ = (Index("ix_owed_erasure_owed_at", "owed_at"),)

    storage_key: Mapped[str] = mapped_column(String(255), primary_key=True)
    owed_at: Mapped[datetime] = mapped_column(UtcDateTime)
