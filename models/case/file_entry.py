"""Entries of the case file that are no task: first contact, notes, lines of the system."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.case.lifecycle import FileEntryKind
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.ways import ContactOutcome
from models.vault.sealed import SealedText


class FileEntry(Base):
    """One entry; never edited. A contact tells when it was, which may be before `at`, and what came of it."""

    __tablename__ = "file_entry"
    __table_args__ = (Index("ix_file_entry_complaint_id_at", "complaint_id", "at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    kind: Mapped[FileEntryKind] = mapped_column(EnumText(FileEntryKind))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    text: Mapped[str] = mapped_column(SealedText("file_entry:text"))
    ways: Mapped[list[str]] = mapped_column(JSON, default=list)
    happened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[ContactOutcome | None] = mapped_column(EnumText(ContactOutcome))
