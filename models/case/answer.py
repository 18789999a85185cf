"""The answer to the complainant: three mandatory parts and a line for each refused matter."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedJson, SealedText


class Answer(Base):
    """One answer per round; visible at the query code from `published_at` on."""

    __tablename__ = "answer"

    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    findings_text: Mapped[str] = mapped_column(SealedText("answer:findings_text"))
    decision_text: Mapped[str] = mapped_column(SealedText("answer:decision_text"))
    measures_text: Mapped[str] = mapped_column(SealedText("answer:measures_text"))
    # Any: list of {no, text, ground, basis, right_place} of the matters that were not accepted.
    refused_lines: Mapped[Any] = mapped_column(SealedJson("answer:refused_lines"), default=list)
    # Any: one line per matter whatever became of it; null in answers of the first release.
    lines: Mapped[Any | None] = mapped_column(SealedJson("answer:lines"), default=list)
    # Any: list of {no, text, answer, reason}; null in answers of the time before there were claims.
    claim_lines: Mapped[Any | None] = mapped_column(SealedJson("answer:claim_lines"), default=list)
    ways: Mapped[list[str]] = mapped_column(JSON, default=list)
    delivery_note: Mapped[str | None] = mapped_column(SealedText("answer:delivery_note"))
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    given_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
