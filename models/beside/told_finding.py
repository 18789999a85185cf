"""The finding as it is told to whom it is about (认定结果告知): word for word, and when it reached him."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import ToldWay
from models.vault.sealed import SealedJson, SealedText


class ToldFinding(Base):
    """One notice to one respondent after an approved opinion, or after the review `review_id` that changed it.

    `staff_id` is the person, None for the unit itself. `text` was written when the decision was made and is never edited.
    `told_at` is empty until somebody of his opened it or it was handed over: only then the time to object begins.
    """

    __tablename__ = "told_finding"
    __table_args__ = (
        Index("ix_told_finding_complaint_id", "complaint_id"),
        Index("ix_told_finding_unit_code", "unit_code"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    no: Mapped[int]
    round: Mapped[int]
    unit_code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    staff_id: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    matter_nos: Mapped[list[int]] = mapped_column(JSON)
    review_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    text: Mapped[str] = mapped_column(SealedText("told_finding:text"))
    # Words about third persons that whoever decided let stand, each with its reason; None where nobody was asked.
    left_standing: Mapped[list[dict[str, str]] | None] = mapped_column(
        SealedJson("told_finding:left_standing")
    )
    made_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    told_way: Mapped[ToldWay | None] = mapped_column(EnumText(ToldWay))
    # What shows that it was handed over on paper: who took it, where.
    told_proof: Mapped[str | None] = mapped_column(SealedText("told_finding:told_proof"))
    objection_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # A later decision found otherwise; what was told stays readable.
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
