"""Complaints that look like one, proposed to a person as a mass complaint (集体件). A proposal decides nothing."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class GroupProposal(Base):
    """One proposal, with the policy by which it was made; open until a person confirmed or dismissed it (`decided_at`).

    `leading_id` is the file that leads: of the group that is there already, or the one that the person chose.
    """

    __tablename__ = "group_proposal"
    __table_args__ = (
        Index(
            "ix_group_proposal_open",
            "proposed_at",
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
        Index("ix_group_proposal_leading_id", "leading_id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    least_complaints: Mapped[int]
    within_hours: Mapped[int]
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    leading_id: Mapped[str | None] = mapped_column(ForeignKey("complaint.id"))
    is_confirmed: Mapped[bool | None]
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(SealedText("group_proposal:reason"))


class ProposedFile(Base):
    """One file of a proposal: how like the words are to the one that came last, in percent, and what else is the same.

    `is_chosen` is what the person said of it; a chosen one that is not accepted yet is handled with the group from its
    acceptance on (`joined_at`).
    """

    __tablename__ = "proposed_file"
    __table_args__ = (
        Index("ix_proposed_file_complaint_id", "complaint_id"),
        Index(
            "ix_proposed_file_waiting",
            "proposal_id",
            sqlite_where=text("is_chosen AND joined_at IS NULL"),
            postgresql_where=text("is_chosen AND joined_at IS NULL"),
        ),
    )

    proposal_id: Mapped[str] = mapped_column(ForeignKey("group_proposal.id"), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    likeness: Mapped[int]
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_chosen: Mapped[bool | None]
    joined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
