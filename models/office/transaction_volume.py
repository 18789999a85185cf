"""How many transactions (办件量) the office completed in a month, by unit, window and item, as somebody imported it."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime


class VolumeImport(Base):
    """One file that was taken in: who, when, its digest, how many rows, and the first days of its months as ISO text."""

    __tablename__ = "volume_import"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int]
    replaced: Mapped[int]
    months: Mapped[list[str]] = mapped_column(JSON, default=list)


class TransactionVolume(Base):
    """A row of such a file; rows of one unit and month are parts that add up. One that was replaced stays, and since when.

    `month` is its first day; window and item are None where the file has none.
    """

    __tablename__ = "transaction_volume"
    __table_args__ = (Index("ix_transaction_volume_month_replaced_at", "month", "replaced_at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    import_id: Mapped[str] = mapped_column(ForeignKey("volume_import.id"), index=True)
    unit: Mapped[str] = mapped_column(String(CODE_LENGTH))
    window: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    item: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    month: Mapped[date]
    number: Mapped[int]
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
