"""A table that an office kept of complaints before it had this system, and what became of each row (历史导入)."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, JsonObject, UtcDateTime
from models.ground.prior_codes import PriorColumn, PriorState
from models.vault.sealed import SealedJson, SealedText

HEADING_LENGTH = 60


class PriorTable(Base):
    """One file; its bytes lie under `raw_key` until it is taken back. `headings` as they stand above the columns.

    `meanings` says by the place of a column what it tells; null until somebody said so of every heading.
    """

    __tablename__ = "prior_table"
    __table_args__ = (Index("ix_prior_table_at", "at"), Index("ix_prior_table_raw_sha256", "raw_sha256"))

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(SealedText("prior_table:name"))
    purpose: Mapped[str] = mapped_column(SealedText("prior_table:purpose"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    raw_key: Mapped[str] = mapped_column(String(255))
    raw_sha256: Mapped[str] = mapped_column(String(64))
    headings: Mapped[list[str]] = mapped_column(SealedJson("prior_table:headings"))
    meanings: Mapped[list[str] | None] = mapped_column(JSON)
    confirmed_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_back_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Its rows are hidden from the moment it is taken back, and gone from this one on.
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PriorRow(Base):
    """One row by its line in the file. `fields` is gone once it is taken: the identity is in the vault, the rest in its case."""

    __tablename__ = "prior_row"
    __table_args__ = (
        Index("ix_prior_row_table_id_state", "table_id", "state", "line"),
        Index("ix_prior_row_same_table_id", "same_table_id"),
    )

    table_id: Mapped[str] = mapped_column(ForeignKey("prior_table.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[str | None] = mapped_column(SealedText("prior_row:number"))
    fields: Mapped[JsonObject | None] = mapped_column(SealedJson("prior_row:fields"))
    # By column, or `row`: a code that says what is wrong.
    faults: Mapped[JsonObject] = mapped_column(JSON, default=dict)
    state: Mapped[PriorState] = mapped_column(EnumText(PriorState))
    # Which table's row this one tells again: that table stays while this one stands, or the row would be nowhere.
    same_table_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))


class PriorHeading(Base):
    """What a heading meant when somebody last said so by hand: the next table of this office is read by it."""

    __tablename__ = "prior_heading"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    column: Mapped[PriorColumn] = mapped_column(EnumText(PriorColumn))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
