"""Decisions of a case, one of each kind per round."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.case.lifecycle import DecisionKind
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, JsonObject, UtcDateTime
from models.vault.sealed import SealedJson


class Decision(Base):
    """One recorded decision; unique per complaint, kind and round, so an engine replay cannot double it."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("complaint_id", "kind", "round"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    kind: Mapped[DecisionKind] = mapped_column(EnumText(DecisionKind))
    round: Mapped[int]
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[JsonObject] = mapped_column(SealedJson("decision:content"), default=dict)
