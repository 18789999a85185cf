"""Objections to the report of an entrusted body, each with the answer to it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import RequestedSide
from models.ground.entrustment_codes import ObjectionResult
from models.vault.sealed import SealedText


class ReportObjection(Base):
    """What the complainant or the respondent says against a report; the columns of the answer are null until it is given."""

    __tablename__ = "report_objection"
    __table_args__ = (UniqueConstraint("entrustment_id", "no"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), index=True)
    entrustment_id: Mapped[str] = mapped_column(ForeignKey("entrustment.id"))
    no: Mapped[int]
    side: Mapped[RequestedSide] = mapped_column(EnumText(RequestedSide))
    objected_on: Mapped[date]
    text: Mapped[str] = mapped_column(SealedText("report_objection:text"))
    recorded_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    result: Mapped[ObjectionResult | None] = mapped_column(EnumText(ObjectionResult))
    answer_text: Mapped[str | None] = mapped_column(SealedText("report_objection:answer_text"))
    answered_on: Mapped[date | None]
    answered_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
