"""A table of another system that a clerk took in, orders of the hotline or reviews, and what became of each row."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, JsonObject, UtcDateTime
from models.ground.order_codes import RowState, TableKind
from models.vault.sealed import SealedJson, SealedText


class ChannelTable(Base):
    """One file; its bytes lie under `raw_key`, unchanged. Nothing is filed before somebody has looked and confirmed.

    `discarded_at`: it was taken away before all rows were done. Its bytes go (`erased_at`) where no row stands in a case.
    """

    __tablename__ = "channel_table"
    __table_args__ = (
        Index("ix_channel_table_at", "at"),
        Index("ix_channel_table_erased_at_discarded_at", "erased_at", "discarded_at"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    kind: Mapped[TableKind] = mapped_column(EnumText(TableKind))
    name: Mapped[str] = mapped_column(SealedText("channel_table:name"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    raw_key: Mapped[str] = mapped_column(String(255))
    raw_sha256: Mapped[str] = mapped_column(String(64))
    confirmed_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    discarded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    discarded_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    discard_reason: Mapped[str | None] = mapped_column(SealedText("channel_table:discard_reason"))
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ChannelTableRow(Base):
    """One row by its line in the file. `fields` is gone once the row stands in a case, where it is whole, or is discarded."""

    __tablename__ = "channel_table_row"
    __table_args__ = (
        Index("ix_channel_table_row_table_id_state", "table_id", "state"),
        Index("ix_channel_table_row_complaint_id", "complaint_id"),
    )

    table_id: Mapped[str] = mapped_column(ForeignKey("channel_table.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[str | None] = mapped_column(SealedText("channel_table_row:number"))
    fields: Mapped[JsonObject | None] = mapped_column(SealedJson("channel_table_row:fields"))
    # By column, or `row`: a code that says what is wrong.
    faults: Mapped[JsonObject] = mapped_column(JSON, default=dict)
    state: Mapped[RowState] = mapped_column(EnumText(RowState))
    complaint_id: Mapped[str | None] = mapped_column(ForeignKey("complaint.id"))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
