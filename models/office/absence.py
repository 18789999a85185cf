"""Leave and departure of members of the staff, and who acts for them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class Absence(Base):
    """One absence from a Beijing day on, to and with `until_day`; a departure has no end.

    It begins when the work was handed over, and ends when it was given back.
    """

    __tablename__ = "absence"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.login"), index=True)
    stand_in_id: Mapped[str] = mapped_column(ForeignKey("staff.login"))
    is_departure: Mapped[bool]
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(SealedText("absence:reason"))
    recorded_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
