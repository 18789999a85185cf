"""Reviews (复查) of a decision that was answered."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.beside.side_request import SideRequest
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import RequestedSide, ReviewOutcome
from models.vault.sealed import SealedText


class Review(SideRequest, Base):
    """One review by a person who did not handle the case."""

    __tablename__ = "review"

    reason: Mapped[str] = mapped_column(SealedText("review:reason"))
    requested_side: Mapped[RequestedSide] = mapped_column(EnumText(RequestedSide))
    reviewer: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    outcome: Mapped[ReviewOutcome | None] = mapped_column(EnumText(ReviewOutcome))
    opinion_text: Mapped[str | None] = mapped_column(SealedText("review:opinion_text"))
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    own_clock_id: Mapped[str | None] = mapped_column("clock_id", String(ID_LENGTH))
