"""Whose matter it is (与事项的关系): what was told of it, with who said so; the last row of a case counts."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.standing_codes import Standing
from models.vault.sealed import SealedText


class ComplaintStanding(Base):
    """One telling; a case without any was never asked. `proof_item` is the item of evidence that proves it.

    Whom an agent or guardian speaks for stands in the vault; here stands whether he
    has named him. `reason` is empty for what was told with the complaint itself.
    """

    __tablename__ = "complaint_standing"
    __table_args__ = (UniqueConstraint("complaint_id", "no"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    no: Mapped[int]
    standing: Mapped[Standing] = mapped_column(EnumText(Standing))
    proof_item: Mapped[str | None] = mapped_column(ForeignKey("evidence_item.id"))
    names_represented: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None] = mapped_column(SealedText("complaint_standing:reason"))
    told_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
