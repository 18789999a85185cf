"""What a complainant wrote in the fields for the respondent, word by word, beside what was made of it."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import ID_LENGTH, Base
from models.vault.sealed import SealedText


class ToldRespondent(Base):
    """The words of one complaint; no row where the fields were empty."""

    __tablename__ = "told_respondent"

    complaint_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("complaint.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(SealedText("told_respondent:unit"))
    window: Mapped[str] = mapped_column(SealedText("told_respondent:window"))
    person: Mapped[str] = mapped_column(SealedText("told_respondent:person"))
    item: Mapped[str] = mapped_column(SealedText("told_respondent:item"))
