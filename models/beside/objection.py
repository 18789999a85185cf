"""What a respondent objects to the finding about him (异议), and what was decided on it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedJson, SealedText


class Objection(Base):
    """The one objection of a respondent in a round: `party` is his unit's code, or `person:` and the login.

    Upheld, the finding is looked at again by the review `review_id`; rejected, `decision_reason` is told to him.
    """

    __tablename__ = "objection"
    __table_args__ = (
        UniqueConstraint("complaint_id", "round", "party"),
        Index("ix_objection_told_finding_id", "told_finding_id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    round: Mapped[int]
    party: Mapped[str] = mapped_column(String(CODE_LENGTH * 2))
    told_finding_id: Mapped[str] = mapped_column(ForeignKey("told_finding.id"))
    reason: Mapped[str] = mapped_column(SealedText("objection:reason"))
    raised_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decide_by: Mapped[datetime] = mapped_column(UtcDateTime)
    is_upheld: Mapped[bool | None]
    decision_reason: Mapped[str | None] = mapped_column(SealedText("objection:decision_reason"))
    # Words about third persons that stand in it, each with its reason; None where nobody was asked.
    left_standing: Mapped[list[dict[str, str]] | None] = mapped_column(SealedJson("objection:left_standing"))
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    review_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    # When the respondent opened the decision, or it was handed over with the next paper.
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
