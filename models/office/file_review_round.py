"""案卷评查: rounds of the review of closed files, each a sample of a period that was drawn by a seed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.file_review_codes import ReviewRoundState
from models.vault.sealed import SealedText

SEED_LENGTH = 32
DIGEST_LENGTH = 64


class FileReviewRound(Base):
    """One round. `quarter` names the quarter that the workers proposed it for; `led_by` opened it and settles differences.

    `digest` is SHA-256 over the files that could be drawn, each with its stratum; `counts` are
    [stratum, files, drawn]; `lines` the sheet that it goes by, as it was.
    """

    __tablename__ = "file_review_round"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    state: Mapped[ReviewRoundState] = mapped_column(EnumText(ReviewRoundState))
    quarter: Mapped[str | None] = mapped_column(String(CODE_LENGTH), unique=True)
    begins_on: Mapped[date]
    ends_on: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    led_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seed: Mapped[str | None] = mapped_column(String(SEED_LENGTH))
    size: Mapped[int | None]
    strata: Mapped[list[str]] = mapped_column(JSON, default=list)
    sheet_no: Mapped[int | None]
    # Any: as services/file_review/sheet.py keeps lines.
    lines: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    population: Mapped[int | None]
    digest: Mapped[str | None] = mapped_column(String(DIGEST_LENGTH))
    # Any: lists of a text of codes and two numbers.
    counts: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    dropped_words: Mapped[str | None] = mapped_column(SealedText("file_review_round:dropped_words"))
    ended_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
