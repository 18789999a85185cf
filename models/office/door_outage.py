"""Doors at which the workers look and nothing can be taken in: the mailbox, the drop folder."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import Base, EnumText, UtcDateTime
from models.ground.incoming_codes import Door


class DoorOutage(Base):
    """A door whose last looks all failed; the row leaves with the first look that goes well, or with the door.

    `since` is the office's time of the first failed look, `missed_from` that of the machine; `misses` are counted until there
    are enough.
    """

    __tablename__ = "door_outage"

    door: Mapped[Door] = mapped_column(EnumText(Door), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    missed_from: Mapped[datetime] = mapped_column(UtcDateTime)
    misses: Mapped[int]
