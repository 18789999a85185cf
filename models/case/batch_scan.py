"""A scan of a whole box or tray of mail, and which pages of it belong to which thing of an opening."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, JsonObject, UtcDateTime
from models.ground.scan_codes import PagesReason, ScanReason, ScanState
from models.vault.sealed import SealedJson


class BatchScan(Base):
    """One file that came in and is read page by page; its bytes lie with what came in, unchanged.

    `seen` are the pages looked at so far, as the reader of scans tells them; `total` is known with the first of them.
    `opening_id`: at whose page it was uploaded. `tries`: how often in turn no process could be had for it,
    or nobody could look through or store its pages.
    """

    __tablename__ = "batch_scan"
    __table_args__ = (Index("ix_batch_scan_state_tries", "state", "tries", "began_at"),)

    incoming_id: Mapped[str] = mapped_column(ForeignKey("incoming.id"), primary_key=True)
    opening_id: Mapped[str | None] = mapped_column(ForeignKey("opening.id"), index=True)
    state: Mapped[ScanState] = mapped_column(EnumText(ScanState), default=ScanState.READING)
    reason: Mapped[ScanReason | None] = mapped_column(EnumText(ScanReason))
    total: Mapped[int | None]
    seen: Mapped[list[JsonObject]] = mapped_column(SealedJson("batch_scan:seen"), default=list)
    tries: Mapped[int] = mapped_column(default=0)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ScanPages(Base):
    """Pages of it that follow each other. With a `reason` they wait, perhaps for the thing that they name; else they are its own.

    `file` is the PDF of them in the object store, until it goes into the case of the thing.
    """

    __tablename__ = "scan_pages"
    __table_args__ = (
        ForeignKeyConstraint(["opening_id", "no"], ["opening_found.opening_id", "opening_found.no"]),
        Index("ix_scan_pages_opening_id_no", "opening_id", "no"),
    )

    incoming_id: Mapped[str] = mapped_column(ForeignKey("batch_scan.incoming_id"), primary_key=True)
    first: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
    opening_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    no: Mapped[int | None]
    reason: Mapped[PagesReason | None] = mapped_column(EnumText(PagesReason))
    file: Mapped[JsonObject | None] = mapped_column(SealedJson("scan_pages:file"))
    complaint_id: Mapped[str | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    placed_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
