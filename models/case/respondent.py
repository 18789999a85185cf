"""Whom a complaint is about, down to department, window, person and item by the roster of the day."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText
from models.ground.codes import RespondentMatch


class Respondent(Base):
    """One respondent of a complaint; `roster_day` is the day whose roster named the person."""

    __tablename__ = "respondent"
    __table_args__ = (
        Index("ix_respondent_complaint_id", "complaint_id"),
        Index("ix_respondent_staff_id", "staff_id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    unit: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    window: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    staff_id: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    item: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    match: Mapped[RespondentMatch] = mapped_column(EnumText(RespondentMatch))
    roster_day: Mapped[date | None]
    candidates: Mapped[list[str]] = mapped_column(JSON, default=list)
