"""Letters (文书) of a case: proposed and worded, then frozen under a number, and never changed after that."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.letter_codes import LetterReaders
from models.vault.sealed import SealedJson

NUMBER_LENGTH = 80


class CaseLetter(Base):
    """One letter of a kind on one subject: the id of a request, or `round-` and a number.

    Until it is frozen there is a row only where somebody changed the words that are proposed.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("complaint_id", "kind", "subject"),
        UniqueConstraint("number"),
        Index("ix_letter_frozen_at", "frozen_at"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    kind: Mapped[str] = mapped_column(String(CODE_LENGTH))
    subject: Mapped[str] = mapped_column(String(CODE_LENGTH))
    readers: Mapped[LetterReaders] = mapped_column(EnumText(LetterReaders))
    # Any: text by the name of its block, of those that a person worded.
    words: Mapped[Any] = mapped_column(SealedJson("letter:words"), default=dict)
    version: Mapped[int] = mapped_column(default=1)
    worded_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    worded_at: Mapped[datetime] = mapped_column(UtcDateTime)
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
