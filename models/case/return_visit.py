"""The return visit after an answer: whether the person was reached and how satisfied."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import FollowUp
from models.ground.ways import VisitResult
from models.vault.sealed import SealedText


class ReturnVisit(Base):
    """One attempt; the last of a round counts. `satisfaction` 1-5; null is no rating and never counts as satisfied.

    `result` is null in visits of earlier releases. A written visit is `sent` and may be answered until `answer_until`.
    """

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
    result: Mapped[VisitResult | None] = mapped_column(EnumText(VisitResult))
    is_solved: Mapped[bool | None]
    answer_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mail_no: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
