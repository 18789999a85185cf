"""What left the handling office with a request: the sheet that a unit reads, word for word."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedJson, SealedText


class SentSheet(Base):
    """One sheet by the id of its request; never edited, so a later wording does not change what was told."""

    __tablename__ = "sent_sheet"

    request_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), index=True)
    # The disclosure level that it was written by: 2 only with consent on record.
    level: Mapped[int]
    text: Mapped[str] = mapped_column(SealedText("sent_sheet:text"))
    # What a person wrote beside it (questions, a note, an order), as it left; None where it was sent before it was kept.
    words: Mapped[str | None] = mapped_column(SealedText("sent_sheet:words"))
    # Words about third persons that he let stand, each with its reason.
    left_standing: Mapped[list[dict[str, str]] | None] = mapped_column(SealedJson("sent_sheet:left_standing"))
    # Keyed, of text and words: that nothing was changed since.
    digest: Mapped[str | None] = mapped_column(String(64))
    sent_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
