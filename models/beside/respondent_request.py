"""Questions to the unit or the person complained about."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from models.beside.side_request import SideRequest
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText

# Why one ended that went to a unit which is not complained about: it is withdrawn, not answered late.
WRONG_UNIT = "WRONG_UNIT"


class RespondentRequest(SideRequest, Base):
    """One set of questions with its window; whoever is asked never sees who complained.

    `staff_id` is the person asked himself; None for his unit, which its representative answers for.
    """

    __tablename__ = "respondent_request"

    unit_code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    staff_id: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    questions: Mapped[str] = mapped_column(SealedText("respondent_request:questions"))
    window_ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reply_text: Mapped[str | None] = mapped_column(SealedText("respondent_request:reply_text"))
    replied_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    matter_nos: Mapped[list[int] | None] = mapped_column(JSON)
    # Asked by whoever reviews, before a finding is turned against the unit; None in an investigation.
    review_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    waiver_paper: Mapped[str | None] = mapped_column(SealedText("respondent_request:waiver_paper"))
