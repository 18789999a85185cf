"""Files that a person has uploaded into a form which he has not submitted yet."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText

PLACE_LENGTH = 80
TASK_PLACE = "task:"  # before the key of the task


class FormUpload(Base):
    """One file; the submission makes it evidence of the case and deletes the row.

    `place` is the form it was put into: `task:<key>` or `act:<name>`. Content and copies are kept as those of evidence.
    """

    __tablename__ = "form_upload"
    __table_args__ = (
        Index("ix_form_upload_complaint_id", "complaint_id", "place", "uploaded_by"),
        Index("ix_form_upload_uploaded_at", "uploaded_at"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    place: Mapped[str] = mapped_column(String(PLACE_LENGTH))
    uploaded_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    name: Mapped[str] = mapped_column(SealedText("form_upload:name"))
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(127))
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str] = mapped_column(String(255), unique=True)
    safe_copy_key: Mapped[str | None] = mapped_column(String(255))
