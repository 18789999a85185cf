"""Every look at an identity: who, when, which fields, for which purpose."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class IdentityReveal(Base):
    """One reveal. Kept at least three years (网络数据安全管理条例 art. 12)."""

    __tablename__ = "identity_reveal"
    __table_args__ = (Index("ix_identity_reveal_complaint_id", "complaint_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    # Free words of the viewer, which may repeat what he saw.
    purpose: Mapped[str] = mapped_column(SealedText("identity_reveal:purpose"))
    viewer: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    fields: Mapped[list[str]] = mapped_column(JSON)
