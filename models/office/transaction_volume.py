"""How many transactions (办件量) the office completed in a month, by unit, window and item, as somebody imported it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime

_IMPORTS_LOCK = 361132019
# How a unit's month may be cut; a missing part is NULL, which is like no other NULL: each cut has an index of its own.
_CUTS: Mapping[str, tuple[str, ...]] = {
    "unit": (),
    "window": ("window",),
    "item": ("item",),
    "window_item": ("window", "item"),
}
_PARTS = ("window", "item")


def _once_in_force(name: str, of: Collection[str]) -> Index:
    """Of one cut no place stands twice in force in one month."""
    parts = [f'"{part}" IS NOT NULL' if part in of else f'"{part}" IS NULL' for part in _PARTS]
    rows = text(" AND ".join(["replaced_at IS NULL", *parts]))
    columns = ("unit", "month", *of)
    return Index(
        f"uq_transaction_volume_{name}", *columns, unique=True, sqlite_where=rows, postgresql_where=rows
    )


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
    __table_args__ = (
        Index("ix_transaction_volume_month_replaced_at", "month", "replaced_at"),
        *(_once_in_force(name, of) for name, of in _CUTS.items()),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    import_id: Mapped[str] = mapped_column(ForeignKey("volume_import.id"), index=True)
    unit: Mapped[str] = mapped_column(String(CODE_LENGTH))
    window: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    item: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    month: Mapped[date]
    number: Mapped[int]
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def lock_imports(session: Session) -> None:
    """Until the transaction ends nobody else takes in volumes; taken before any row and before the chain of the trail."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _IMPORTS_LOCK})
