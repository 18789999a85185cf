"""Which cases go or went by a version that came past the office's door before anybody had reviewed it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import KEY_LENGTH, Base, UtcDateTime


class EnteredVersion(Base):
    """One case in one version; the row stays when the version was reviewed. `seen_at` is the office's moment."""

    __tablename__ = "entered_version"
    __table_args__ = (Index("ix_entered_version_complaint_id", "complaint_id"),)

    version_key: Mapped[str] = mapped_column(
        String(KEY_LENGTH), ForeignKey("deployed_version.key"), primary_key=True
    )
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
