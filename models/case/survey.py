"""The opinion of the complainant about an answer, given at the query code."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import FollowUp
from models.vault.sealed import SealedText


class Survey(Base):
    """One survey of one round; `rating` 1-5, null is 未评价 and never counts as satisfied. `is_solved` is asked apart."""

    __tablename__ = "survey"
    __table_args__ = (UniqueConstraint("complaint_id", "round"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    round: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rating: Mapped[int | None]
    is_solved: Mapped[bool | None]
    comment: Mapped[str | None] = mapped_column(SealedText("survey:comment"))
    wish: Mapped[FollowUp | None] = mapped_column(EnumText(FollowUp))
    rated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
