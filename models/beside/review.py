"""Reviews (复查) of a decision that was answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from models.beside.side_request import SideRequest
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import RequestedSide, ReviewOutcome
from models.vault.sealed import SealedJson, SealedText


class Review(SideRequest, Base):
    """One review by a person who did not handle the case."""

    __tablename__ = "review"

    reason: Mapped[str] = mapped_column(SealedText("review:reason"))
    requested_side: Mapped[RequestedSide] = mapped_column(EnumText(RequestedSide))
    # How it came where somebody entered it, and the two people who opened a letter.
    way: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    opened_by: Mapped[list[str] | None] = mapped_column(JSON)
    matter_nos: Mapped[list[int] | None] = mapped_column(JSON)
    reviewer: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    outcome: Mapped[ReviewOutcome | None] = mapped_column(EnumText(ReviewOutcome))
    opinion_text: Mapped[str | None] = mapped_column(SealedText("review:opinion_text"))
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # What it changed, first values beside those that count now: [{no, text, finding, first_finding, ...}].
    matter_lines: Mapped[Any | None] = mapped_column(SealedJson("review:matter_lines"))
    claim_lines: Mapped[Any | None] = mapped_column(SealedJson("review:claim_lines"))
    # The office or organ that reviews, as the centre had settled it; None: anybody of another office than the handler's.
    unit_code: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    # Of a superior organ: the code on its sheet, and what it decided.
    receipt_code: Mapped[str | None] = mapped_column(SealedText("review:receipt_code"))
    receipt_code_hmac: Mapped[str | None] = mapped_column(String(64))
    superior_outcome: Mapped[ReviewOutcome | None] = mapped_column(EnumText(ReviewOutcome))
    superior_text: Mapped[str | None] = mapped_column(SealedText("review:superior_text"))
    superior_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    own_clock_id: Mapped[str | None] = mapped_column("clock_id", String(ID_LENGTH))
