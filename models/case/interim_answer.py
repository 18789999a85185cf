"""The interim answer (先行答复): what is decided is told while another matter of the complaint is still out."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedJson, SealedText


class InterimAnswer(Base):
    """One of a round, counted from 1. It closes nothing; the answer of the round repeats its lines."""

    __tablename__ = "interim_answer"
    __table_args__ = (UniqueConstraint("complaint_id", "round", "no"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    round: Mapped[int]
    no: Mapped[int]
    answer_text: Mapped[str] = mapped_column(SealedText("interim_answer:answer_text"))
    # Where the other matters stand.
    pending_text: Mapped[str] = mapped_column(SealedText("interim_answer:pending_text"))
    # Any: a line a matter, as those of the answer.
    lines: Mapped[Any] = mapped_column(SealedJson("interim_answer:lines"), default=list)
    ways: Mapped[list[str]] = mapped_column(JSON, default=list)
    mail_no: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
