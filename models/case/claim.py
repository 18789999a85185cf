"""Claims (诉求): what is wanted. A claim is answered, never found true; what is judged is the matter behind it."""

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import ID_LENGTH, Base, EnumText
from models.ground.matter_codes import ClaimAnswer
from models.vault.sealed import SealedText

# However they came in.
MAX_CLAIMS = 20
MAX_CLAIM_LENGTH = 1_000


class Claim(Base):
    """One claim with the numbers of the matters that it arises from; earlier wordings stand in the trail.

    `answer` is null until the opinion is drafted; `reason` is told with every answer that is no full support.
    """

    __tablename__ = "claim"
    __table_args__ = (UniqueConstraint("complaint_id", "no"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    no: Mapped[int]
    text: Mapped[str] = mapped_column(SealedText("claim:text"))
    matter_nos: Mapped[list[int]] = mapped_column(JSON, default=list)
    answer: Mapped[ClaimAnswer | None] = mapped_column(EnumText(ClaimAnswer))
    reason: Mapped[str | None] = mapped_column(SealedText("claim:answer_reason"))
