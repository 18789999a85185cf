"""Volumes (卷) of a case's file: ordered at the archive, then bound with page numbers and sealed; never changed after."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedJson

_WAITS = text("sealed_at IS NULL")


class FileVolume(Base):
    """One volume; what came after the first stands in later ones (补卷), each with an index and a digest of its own.

    `digest` is over the lines of its index with the digest of each part, `seal` a digest of that with the office's key.
    """

    __tablename__ = "file_volume"
    __table_args__ = (
        UniqueConstraint("complaint_id", "no"),
        Index("ix_file_volume_waiting", "ordered_at", sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    no: Mapped[int]
    ordered_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # In vain, last, by the machine; earlier where it rests less than ten minutes.
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Any: its parts in their order, as services/volumes keeps them; null until it is sealed.
    content: Mapped[Any | None] = mapped_column(SealedJson("file_volume:content"))
    pages: Mapped[int | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    seal: Mapped[str | None] = mapped_column(String(64))
