"""A box or a tray of mail that two people opened together, and each thing that they found in it, by a running number."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import Channel
from models.ground.opening_codes import FoundState, NoComplaint, OpeningState
from models.vault.sealed import SealedText

SIGN_LENGTH = 10


class Opening(Base):
    """One opening. `sign` stands on its papers and in their bars; `found` is how many things both counted."""

    __tablename__ = "opening"
    __table_args__ = (Index("ix_opening_opened_at", "opened_at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    sign: Mapped[str] = mapped_column(String(SIGN_LENGTH), unique=True)
    channel: Mapped[Channel] = mapped_column(EnumText(Channel))
    place: Mapped[str] = mapped_column(SealedText("opening:place"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    found: Mapped[int]
    first_opener: Mapped[str] = mapped_column(String(CODE_LENGTH))
    second_opener: Mapped[str] = mapped_column(String(CODE_LENGTH))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[OpeningState] = mapped_column(EnumText(OpeningState))
    state_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    withdrawn_note: Mapped[str | None] = mapped_column(SealedText("opening:withdrawn_note"))


class Found(Base):
    """One thing that was found; what was put down after the count has a later number than that."""

    __tablename__ = "opening_found"
    __table_args__ = (Index("ix_opening_found_state_opening_id", "state", "opening_id"),)

    opening_id: Mapped[str] = mapped_column(ForeignKey("opening.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[FoundState] = mapped_column(EnumText(FoundState), default=FoundState.WAITING)
    reason: Mapped[NoComplaint | None] = mapped_column(EnumText(NoComplaint))
    note: Mapped[str | None] = mapped_column(SealedText("opening_found:note"))
    complaint_id: Mapped[str | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    settled_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
