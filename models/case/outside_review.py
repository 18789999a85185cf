"""行政复议 and 行政诉讼 about a case: that it was filed, how it ended, what that asks of the case, and that it was done."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.oversight_codes import OutsideEffect, OutsideOutcome, OutsideReviewKind
from models.vault.sealed import SealedText


class OutsideReview(Base):
    """One proceeding. What is recorded of it stays: the filing, then the outcome with its effect, then that it was done.

    `do_by` is the day by which what the outcome asks has to be done, None where it asks nothing; `done_on` when it was.
    """

    __tablename__ = "outside_review"
    __table_args__ = (
        UniqueConstraint("submission_id"),
        Index("ix_outside_review_complaint_id", "complaint_id"),
        Index("ix_outside_review_done_on_do_by", "done_on", "do_by"),
        Index("ix_outside_review_filed_on", "filed_on", "id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    submission_id: Mapped[str] = mapped_column(String(CODE_LENGTH))
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    kind: Mapped[OutsideReviewKind] = mapped_column(EnumText(OutsideReviewKind))
    body: Mapped[str] = mapped_column(SealedText("outside_review:body"))
    docket_no: Mapped[str] = mapped_column(SealedText("outside_review:docket_no"))
    filed_on: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[OutsideOutcome | None] = mapped_column(EnumText(OutsideOutcome))
    decided_on: Mapped[date | None]
    effect: Mapped[OutsideEffect | None] = mapped_column(EnumText(OutsideEffect))
    asks: Mapped[str | None] = mapped_column(SealedText("outside_review:asks"))
    do_by: Mapped[date | None]
    outcome_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    outcome_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_on: Mapped[date | None]
    done_words: Mapped[str | None] = mapped_column(SealedText("outside_review:done_words"))
    done_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
