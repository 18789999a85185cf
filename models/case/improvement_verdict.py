"""What a closed complaint teaches: a cause and who removes it, or why there is nothing to improve (试金石、晴雨表)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class ImprovementVerdict(Base):
    """One of a round. `cause` and `owner_unit` where something is to be improved, `none_reason` where nothing is.

    `is_derived`: nobody said it; it follows from how the file was closed.
    """

    __tablename__ = "improvement_verdict"
    __table_args__ = (UniqueConstraint("complaint_id", "round"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    round: Mapped[int]
    is_needed: Mapped[bool]
    cause: Mapped[str | None] = mapped_column(SealedText("improvement_verdict:cause"))
    owner_unit: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    none_reason: Mapped[str | None] = mapped_column(SealedText("improvement_verdict:none_reason"))
    is_derived: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
