"""What supervisors are told of without looking for it, once a thing, and who has read it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, EnumText, JsonObject, UtcDateTime

ALERT_KEY_LENGTH = 120


class AlertKind(StrEnum):
    """What an alert is about."""

    LATE = "late"
    SUPERVISED = "supervised"
    INCIDENT = "incident"
    STANDSTILL = "standstill"
    UNSENT = "unsent"
    UNDELIVERED = "undelivered"
    URGED = "urged"
    DOOR = "door"
    DATA_INCIDENT = "data_incident"
    RETURNED_FILE = "returned_file"
    DESTROYED_LIST = "destroyed_list"
    WAVE = "wave"
    LINKED = "linked"
    DAY_NEAR = "day_near"
    DAY_PAST = "day_past"


class Alert(Base):
    """One thing worth a look. `key` names the thing and how far it has come, so that it is told once.

    `facts` holds codes and moments, no words of people. `cleared_at`: the thing is over.
    """

    __tablename__ = "alert"
    __table_args__ = (
        Index("ix_alert_key", "key", unique=True),
        Index("ix_alert_cleared_at_id", "cleared_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(ALERT_KEY_LENGTH))
    kind: Mapped[AlertKind] = mapped_column(EnumText(AlertKind))
    complaint_id: Mapped[str | None] = mapped_column(ForeignKey("complaint.id"))
    facts: Mapped[JsonObject] = mapped_column(JSON, default=dict)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cleared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AlertRead(Base):
    """One person has seen one alert."""

    __tablename__ = "alert_read"

    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)
