"""Files of a case: what they are and where they are kept. Their bytes are in the object store."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class Evidence(Base):
    """One file.

    The original is kept unchanged under `storage_key`; `safe_copy_key` is an image without metadata.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        Index("ix_evidence_complaint_id", "complaint_id"),
        Index("ix_evidence_safe_copy_key", "safe_copy_key"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    # File names hold names of people often enough to be sealed.
    name: Mapped[str] = mapped_column(SealedText("evidence:name"))
    kind: Mapped[str] = mapped_column(String(CODE_LENGTH))
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(127))
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str] = mapped_column(String(255), unique=True)
    safe_copy_key: Mapped[str | None] = mapped_column(String(255))
    added_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(String(CODE_LENGTH))
