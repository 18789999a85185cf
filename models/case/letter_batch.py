"""Letters of one kind for all files of a mass complaint, ordered at once and written one after another."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.letter_codes import BatchLetterState, BatchRefusal

ADDRESS_LENGTH = 255


class LetterBatch(Base):
    """What a person ordered of the file that leads; `address` is where the pages are, for the picture on each letter.

    It goes on until it is ended, or stopped by a person: letters that wait then are not written.
    """

    __tablename__ = "letter_batch"
    __table_args__ = (Index("ix_letter_batch_leading_id", "leading_id"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    leading_id: Mapped[str] = mapped_column(ForeignKey("complaint_group.leading_id"))
    kind: Mapped[str] = mapped_column(String(CODE_LENGTH))
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    ordered_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stopped_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def is_going_on(self) -> bool:
        """Whether its letters are still written."""
        return self.stopped_at is None and self.ended_at is None


class BatchLetter(Base):
    """One letter of a batch, by its place in the order of the complaints' numbers."""

    __tablename__ = "batch_letter"

    batch_id: Mapped[str] = mapped_column(ForeignKey("letter_batch.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    subject: Mapped[str] = mapped_column(String(CODE_LENGTH))
    state: Mapped[BatchLetterState] = mapped_column(EnumText(BatchLetterState))
    refusal: Mapped[BatchRefusal | None] = mapped_column(EnumText(BatchRefusal))
    letter_id: Mapped[str | None] = mapped_column(ForeignKey("letter.id"))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
