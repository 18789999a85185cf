"""A complaint that the office handled before it had this system: to be found and read, with no run, no clock and no stage.

It is no row of the cases (ADR 0248): what lists, counts, watches or mends cases never meets it.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, JsonObject, UtcDateTime
from models.vault.sealed import SealedJson

NUMBER_LENGTH = 60


class PriorCase(Base):
    """One row of a table by the office's own number. `fields` by the names of PriorColumn, what is other by its heading.

    `digest` is keyed, over all that the row told: the same row comes twice as the same.
    """

    __tablename__ = "prior_case"
    __table_args__ = (
        Index("ix_prior_case_received_at", "received_at", "no"),
        Index("ix_prior_case_table_id", "table_id"),
    )

    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(ID_LENGTH), unique=True)
    number: Mapped[str] = mapped_column(String(NUMBER_LENGTH), unique=True)
    table_id: Mapped[str] = mapped_column(ForeignKey("prior_table.id"))
    line: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fields: Mapped[JsonObject] = mapped_column(SealedJson("prior_case:fields"))


class PriorPair(Base):
    """One pair of characters of one of them, as a keyed digest (as of cases: models/case/case_text.py)."""

    __tablename__ = "prior_pair"
    __table_args__ = (Index("ix_prior_pair_no", "no"), {"sqlite_with_rowid": False})

    pair: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    no: Mapped[int] = mapped_column(ForeignKey("prior_case.no"), primary_key=True, autoincrement=False)


class PriorNamed(Base):
    """A member of staff whose name stands where somebody is complained about: it is not shown to him."""

    __tablename__ = "prior_named"
    __table_args__ = (Index("ix_prior_named_login", "login"),)

    no: Mapped[int] = mapped_column(ForeignKey("prior_case.no"), primary_key=True, autoincrement=False)
    login: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)


class PriorMark(Base):
    """A case of today that somebody found to be about the same matter; a table with one of these is not taken back."""

    __tablename__ = "prior_mark"
    __table_args__ = (Index("ix_prior_mark_no", "no"),)

    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    no: Mapped[int] = mapped_column(ForeignKey("prior_case.no"), primary_key=True, autoincrement=False)
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
