"""Changes of time limits that one person proposes and another approves before they take effect."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import Complexity

BASIS_LENGTH = 400
REASON_LENGTH = 500


class LimitProposalState(StrEnum):
    """Where a proposed change stands; `withdrawn` by who proposed it."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class LimitProposal(Base):
    """The next version of a limit as it was proposed, kept whatever became of it.

    `replaces` is the version that it follows: it is approved for no other one, and one of a version waits at a time.
    """

    __tablename__ = "limit_proposal"
    __table_args__ = (
        Index(
            "ix_limit_proposal_open",
            "replaces",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_limit_proposal_state", "state"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    replaces: Mapped[str] = mapped_column(ForeignKey("time_limit_policy.id"))
    key: Mapped[str] = mapped_column(String(CODE_LENGTH))
    complaint_class: Mapped[Complexity | None] = mapped_column(EnumText(Complexity))
    amount: Mapped[int]
    unit: Mapped[str] = mapped_column(String(8))
    basis: Mapped[str] = mapped_column(String(BASIS_LENGTH))
    effective_from: Mapped[date]
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    state: Mapped[LimitProposalState] = mapped_column(EnumText(LimitProposalState))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_reason: Mapped[str | None] = mapped_column(String(REASON_LENGTH))
