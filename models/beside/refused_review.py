"""A request for a review (复查) that the rules refused: what was said when, by which way, and what the rule reckons from."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class RefusedReview(Base):
    """One refusal a round and rule; who asks again under the same rule is counted, and his first words stand.

    `bar` is the code of the rule. `way` is empty where he asked at his query code. `told_on` is the day that his time ran
    from and `last_day` its last, where it is about time; `review_id` the review that he had before, where that is the rule.
    """

    __tablename__ = "refused_review"
    __table_args__ = (UniqueConstraint("complaint_id", "round", "bar"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), index=True)
    round: Mapped[int]
    bar: Mapped[str] = mapped_column(String(CODE_LENGTH))
    reason: Mapped[str] = mapped_column(SealedText("refused_review:reason"))
    way: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    opened_by: Mapped[list[str] | None] = mapped_column(JSON)
    matter_nos: Mapped[list[int] | None] = mapped_column(JSON)
    requested_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_on: Mapped[date | None]
    last_day: Mapped[date | None]
    review_id: Mapped[str | None] = mapped_column(ForeignKey("review.id"))
    times: Mapped[int]
    last_asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
