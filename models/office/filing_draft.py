"""A complaint that somebody has begun to write and not yet sent."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import Base, JsonObject, UtcDateTime
from models.vault.sealed import SealedJson

_DIGEST_LENGTH = 64  # hex digits


class FilingDraft(Base):
    """All that was typed, sealed; found by the keyed digest of what the browser keeps. Never part of a case file.

    `content` has `submission_id`, `values` by field and `files` that lie in the object store. `saved_at` is the machine's.
    """

    __tablename__ = "filing_draft"
    __table_args__ = (Index("ix_filing_draft_saved_at", "saved_at"),)

    token_hmac: Mapped[str] = mapped_column(String(_DIGEST_LENGTH), primary_key=True)
    content: Mapped[JsonObject] = mapped_column(SealedJson("filing_draft:content"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
