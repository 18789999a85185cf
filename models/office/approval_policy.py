"""Which kinds of decisions need a second pair of eyes, and whose; data of the centre, not code."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.approval_codes import ApprovalKind, ApprovalLevel
from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime
from models.vault.sealed import SealedText


class ApprovalPolicy(Base):
    """Who approves one kind of decision; a change ends the row and adds another. Without a row an approver does."""

    __tablename__ = "approval_policy"
    __table_args__ = (Index("ix_approval_policy_kind", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[ApprovalKind] = mapped_column(EnumText(ApprovalKind))
    level: Mapped[ApprovalLevel] = mapped_column(EnumText(ApprovalLevel))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    reason: Mapped[str] = mapped_column(SealedText("approval_policy:reason"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
