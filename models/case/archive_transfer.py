"""Transfers of closed files to the archives (移交): what is handed over together, and what the archives confirm of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.keeping_codes import LeftOut, TransferLineState
from models.vault.sealed import SealedJson, SealedText

_OPEN = text("state IN ('waiting', 'ready', 'handed_over')")
_MADE = text("content IS NOT NULL")


class ArchiveTransfer(Base):
    """One transfer. `number` is its public one, `digest` that of the manifest of the package as it was handed over.

    The receipt (接收回执) is what one person entered; it counts once another one has confirmed it. `receipt_refused` holds pairs
    of a file's place in the list and the reason of the archives.
    """

    __tablename__ = "archive_transfer"
    __table_args__ = (Index("ix_archive_transfer_opened_at", "opened_at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    number: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    receiver: Mapped[str] = mapped_column(SealedText("archive_transfer:receiver"))
    with_identity: Mapped[bool]
    files: Mapped[int]
    opened_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handed_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    handed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    digest: Mapped[str | None] = mapped_column(String(64))
    # Any: list, manifest and program as they were handed over, with their keys in the store of files.
    content: Mapped[Any | None] = mapped_column(SealedJson("archive_transfer:content"))
    receipt_number: Mapped[str | None] = mapped_column(SealedText("archive_transfer:receipt_number"))
    receipt_on: Mapped[date | None]
    receipt_person: Mapped[str | None] = mapped_column(SealedText("archive_transfer:receipt_person"))
    receipt_files: Mapped[int | None]
    receipt_digest: Mapped[str | None] = mapped_column(String(64))
    # Any: pairs of place and reason.
    receipt_refused: Mapped[Any | None] = mapped_column(SealedJson("archive_transfer:receipt_refused"))
    # Any: the scan as the store of files keeps it.
    receipt_scan: Mapped[Any | None] = mapped_column(SealedJson("archive_transfer:receipt_scan"))
    receipt_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    receipt_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_back_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_back_words: Mapped[str | None] = mapped_column(SealedText("archive_transfer:taken_back_words"))

    @property
    def is_over(self) -> bool:
        """Whether nothing more is done with it."""
        return self.confirmed_at is not None or self.taken_back_at is not None


class ArchiveTransferLine(Base):
    """One file of a transfer, by its place in the list. A file stands in one transfer that goes on at most.

    `content` is what its part of the package consists of, with keys in the store of files; it goes once the transfer is over.
    `digest` is that of the file's own manifest, `volumes_digest` one over what it was laid out from: volumes, term, evidence
    that could be opened, complainant. `no` is its running number in the list (移交清册), which it has from the hand-over on.
    """

    __tablename__ = "archive_transfer_line"
    __table_args__ = (
        Index(
            "ix_archive_transfer_line_open",
            "complaint_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_archive_transfer_line_complaint_id", "complaint_id"),
        Index("ix_archive_transfer_line_state", "state", "tried_at"),
        Index("ix_archive_transfer_line_made", "transfer_id", sqlite_where=_MADE, postgresql_where=_MADE),
    )

    transfer_id: Mapped[str] = mapped_column(ForeignKey("archive_transfer.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    state: Mapped[TransferLineState] = mapped_column(EnumText(TransferLineState))
    no: Mapped[int | None]
    left_out: Mapped[LeftOut | None] = mapped_column(EnumText(LeftOut))
    refused_words: Mapped[str | None] = mapped_column(SealedText("archive_transfer_line:refused_words"))
    # Any: as services/transfer keeps it.
    content: Mapped[Any | None] = mapped_column(SealedJson("archive_transfer_line:content"))
    digest: Mapped[str | None] = mapped_column(String(64))
    volumes_digest: Mapped[str | None] = mapped_column(String(64))
    volumes: Mapped[int | None]
    pages: Mapped[int | None]
    parts: Mapped[int | None]
    withheld: Mapped[int | None]
    size: Mapped[int | None] = mapped_column(BigInteger)
    has_identity: Mapped[bool] = mapped_column(default=False, server_default=false())
    # When it was tried in vain to make it ready.
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
