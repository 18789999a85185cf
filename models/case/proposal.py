"""Decisions that somebody proposed and another person has to approve before they take effect."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.approval_codes import ProposalState
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, JsonObject, UtcDateTime
from models.vault.sealed import SealedJson, SealedText


class Proposal(Base):
    """The answers of one form as they were proposed, kept whether they were approved or sent back.

    `form_id` is the form that proposed; `kinds` why it needs approval; `subjects` what it speaks of, so that nobody
    approves it for something else. At most one of a form is open in a case.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        Index(
            "ix_proposal_open",
            "complaint_id",
            "form_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_proposal_complaint_id", "complaint_id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    form_id: Mapped[str] = mapped_column(String(80))
    round: Mapped[int]
    kinds: Mapped[list[str]] = mapped_column(JSON)
    answers: Mapped[JsonObject] = mapped_column(SealedJson("proposal:answers"))
    subjects: Mapped[JsonObject] = mapped_column(SealedJson("proposal:subjects"))
    state: Mapped[ProposalState] = mapped_column(EnumText(ProposalState))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(SealedText("proposal:reason"))
