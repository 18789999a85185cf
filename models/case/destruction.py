"""Lists of files to be destroyed (销毁清册): what an appraisal decided, watched over by two people, carried out file by file."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.keeping_codes import DestructionState, Hold, KeepingClass

_OPEN = text("done_at IS NULL")


class DestructionList(Base):
    """One list, kept for ever; it names no complainant. `number` is its public one.

    It is carried out once two people, neither of whom opened it, have confirmed that they watch over it (监销).
    """

    __tablename__ = "destruction_list"
    __table_args__ = (Index("ix_destruction_list_opened_at", "opened_at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    number: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    files: Mapped[int]
    opened_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_witness: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    first_witnessed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    second_witness: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    second_witnessed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # When the last of its files was emptied or found to be held.
    carried_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The key that sealed then, and when no key file of the office had it or an older one any more.
    sealed_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    # Ids of the keys that were deleted; copies that nobody can reach open until then.
    forgotten_keys: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    forgotten_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DestructionLine(Base):
    """One file of a list, as it was on the day of the list; it stands in one list that is not carried out at most.

    `objects` are keys in the store of files that are still to be deleted.
    """

    __tablename__ = "destruction_line"
    __table_args__ = (
        Index(
            "ix_destruction_line_open",
            "complaint_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_destruction_line_complaint_id", "complaint_id"),
    )

    list_id: Mapped[str] = mapped_column(ForeignKey("destruction_list.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    appraisal_id: Mapped[str] = mapped_column(ForeignKey("appraisal.id"))
    keeping: Mapped[KeepingClass | None] = mapped_column(EnumText(KeepingClass))
    closed_on: Mapped[date | None]
    ended_on: Mapped[date]
    pages: Mapped[int]
    state: Mapped[DestructionState] = mapped_column(EnumText(DestructionState))
    held_by: Mapped[Hold | None] = mapped_column(EnumText(Hold))
    objects: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # When it was last tried in vain.
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
