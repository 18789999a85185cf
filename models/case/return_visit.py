"""The return visit after an answer: whether the person was reached and how satisfied."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import FollowUp
from models.vault.sealed import SealedText


class ReturnVisit(Base):
    """One attempt; the last of a round counts. `satisfaction` 1-5; null is 未评价 and never counts as satisfied."""

    __tablename__ = "return_visit"

    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True, default=1)
    reached: Mapped[bool]
    satisfaction: Mapped[int | None]
    comment: Mapped[str | None] = mapped_column(SealedText("return_visit:comment"))
    follow_up: Mapped[FollowUp | None] = mapped_column(EnumText(FollowUp))
    way: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    visited_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    visited_at: Mapped[datetime] = mapped_column(UtcDateTime)
