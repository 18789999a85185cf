"""Letters (文书) of a case: proposed and worded, then frozen under a number, and never changed after that."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.letter_codes import LetterReaders
from models.vault.sealed import SealedJson, SealedText

NUMBER_LENGTH = 80
_WAITS = text("submitted_at IS NOT NULL AND frozen_at IS NULL")


class CaseLetter(Base):
    """One letter of a kind on one subject: the id of a request, or `round-` and a number.

    Until it is frozen there is a row only where somebody changed the words that are proposed, or submitted it for approval.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("complaint_id", "kind", "subject"),
        UniqueConstraint("number"),
        Index("ix_letter_frozen_at", "frozen_at"),
        Index("ix_letter_storage_key", "storage_key"),
        Index("ix_letter_waiting", "submitted_at", sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    kind: Mapped[str] = mapped_column(String(CODE_LENGTH))
    subject: Mapped[str] = mapped_column(String(CODE_LENGTH))
    readers: Mapped[LetterReaders] = mapped_column(EnumText(LetterReaders))
    # Any: text by the name of its block, of those that a person worded.
    words: Mapped[Any] = mapped_column(SealedJson("letter:words"), default=dict)
    # Words about third persons that stand in them, each with its reason; None where nobody was asked.
    left_standing: Mapped[list[dict[str, str]] | None] = mapped_column(SealedJson("letter:left_standing"))
    version: Mapped[int] = mapped_column(default=1)
    worded_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    worded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Everybody who worded it, so that none of them approves it.
    writers: Mapped[list[str]] = mapped_column(JSON, default=list)
    # Since when it waits for approval and by whom; kept when it is approved, empty when it is taken back or returned.
    submitted_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # What an approver wants changed; empty once it is submitted again.
    returned_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    return_reason: Mapped[str | None] = mapped_column(SealedText("letter:return_reason"))
    # Who froze it by approving it; null where it needed nobody else.
    approved_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    # Its 文号; null for what carries the complaint's own number, and for what is not frozen.
    number: Mapped[str | None] = mapped_column(String(NUMBER_LENGTH))
    # Any: the letter whole, as it was frozen.
    content: Mapped[Any | None] = mapped_column(SealedJson("letter:content"))
    dated: Mapped[date | None]
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    frozen_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    # Of its PDF, which is made of the content after the commit.
    sha256: Mapped[str | None] = mapped_column(String(64))
    storage_key: Mapped[str | None] = mapped_column(String(255))

    @property
    def waits(self) -> bool:
        """Whether it was submitted and nobody has approved, returned or taken it back."""
        return self.submitted_at is not None and self.frozen_at is None

    @property
    def hands(self) -> frozenset[str]:
        """Everybody who worded or submitted it."""
        return frozenset(filter(None, (*self.writers, self.worded_by, self.submitted_by)))
