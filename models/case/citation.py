"""On what a decision of a case rests: the version of the register that was in force on its day."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime
from models.ground.basis_codes import BasisUse


class Citation(Base):
    """One basis of one decision; `subject` is the id of a request, or `matter:` and a number in a round."""

    __tablename__ = "citation"
    __table_args__ = (Index("ix_citation_complaint_id", "complaint_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    use: Mapped[BasisUse] = mapped_column(EnumText(BasisUse))
    subject: Mapped[str] = mapped_column(String(CODE_LENGTH))
    round: Mapped[int]
    legal_basis_id: Mapped[str] = mapped_column(ForeignKey("legal_basis.id"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
