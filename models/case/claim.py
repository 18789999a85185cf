"""Claims: the separately answerable wishes of a complaint, each with its own outcome."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import ClaimDecision, Finding, NonAcceptGround
from models.vault.sealed import SealedText

# However they came in.
MAX_CLAIMS = 20
MAX_CLAIM_LENGTH = 1_000


class Claim(Base):
    """One claim; earlier wordings stand in the trail."""

    __tablename__ = "claim"
    __table_args__ = (UniqueConstraint("complaint_id", "no"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    no: Mapped[int]
    text: Mapped[str] = mapped_column(SealedText("claim:text"))
    about: Mapped[str | None] = mapped_column(SealedText("claim:about"))
    decision: Mapped[ClaimDecision | None] = mapped_column(EnumText(ClaimDecision))
    nonaccept_ground: Mapped[NonAcceptGround | None] = mapped_column(EnumText(NonAcceptGround))
    basis: Mapped[str | None] = mapped_column(SealedText("claim:basis"))
    right_place: Mapped[str | None] = mapped_column(SealedText("claim:right_place"))
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finding: Mapped[Finding | None] = mapped_column(EnumText(Finding))
    facts: Mapped[str | None] = mapped_column(SealedText("claim:facts"))
    reason: Mapped[str | None] = mapped_column(SealedText("claim:reason"))
    opinion_basis: Mapped[str | None] = mapped_column(SealedText("claim:opinion_basis"))
    # Where a claim went that is not handled here: the number of the case it was merged into, a unit's code.
    merged_into: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    referred_to: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    referral_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    settled: Mapped[bool] = mapped_column(default=False)
    disposals: Mapped[list[str]] = mapped_column(JSON, default=list)
