"""How long the sealed file of one case is kept, and by which row of the retention table."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.keeping_codes import FileKind, Judgement, KeepingClass

_UNSET = text("kind IS NULL")
_UNDECIDED = text("decided IS NULL")
_TO_TRANSFER = text("decided = 'transfer' AND transferred_on IS NULL")


class FileKeeping(Base):
    """One a file, from its first seal. `ends_on` is the last day on which it is kept; null of a file kept for ever.

    `kind` is null of a file sealed by an earlier release until the workers have looked at it. `rule` is the row of the table
    that its term rests on, 0 the shipped table; `seen_rule` the newest that was looked at for it.
    """

    __tablename__ = "file_keeping"
    __table_args__ = (
        Index("ix_file_keeping_unset", "complaint_id", sqlite_where=_UNSET, postgresql_where=_UNSET),
        Index("ix_file_keeping_kind_seen_rule", "kind", "seen_rule"),
        Index(
            "ix_file_keeping_due",
            "ends_on",
            "complaint_id",
            sqlite_where=_UNDECIDED,
            postgresql_where=_UNDECIDED,
        ),
        Index(
            "ix_file_keeping_to_transfer",
            "ends_on",
            "complaint_id",
            sqlite_where=_TO_TRANSFER,
            postgresql_where=_TO_TRANSFER,
        ),
    )

    complaint_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("complaint.id"), primary_key=True)
    kind: Mapped[FileKind | None] = mapped_column(EnumText(FileKind))
    keeping: Mapped[KeepingClass | None] = mapped_column(EnumText(KeepingClass))
    # The Beijing day of the archive that it was sealed after, and the first day of its term.
    closed_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    rule: Mapped[int] = mapped_column(default=0, server_default="0")
    seen_rule: Mapped[int] = mapped_column(default=0, server_default="0")
    set_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # What was approved at its last appraisal and is to be carried out; null of a file that is kept on.
    decided: Mapped[Judgement | None] = mapped_column(EnumText(Judgement))
    appraisal_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    # The day of the archives' receipt (已移交), and the transfer that it is of; null before, and of a file that they refused.
    transferred_on: Mapped[date | None]
    transfer_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
