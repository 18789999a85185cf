"""来访预约: who comes when. Who it is stands in the vault (`appointment_contact`), never here."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.appointment_codes import AppointmentState, ReminderState
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.ways import Way

_DIGEST_LENGTH = 64  # hex digits


class Appointment(Base):
    """One visit. `seat` is one of the places of its slot on that day; a cancelled one has let go of it.

    Two never have one place: the database refuses the second, whoever asks at the same moment. `sequence` counts its moves
    for calendars of visitors. `complaint_id`: the case it is about, or that came of it.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        UniqueConstraint("slot_id", "day", "seat"),
        CheckConstraint("seat IS NULL OR seat >= 1", name="seat"),
        Index("ix_appointment_day_state", "day", "state"),
        Index("ix_appointment_reminder_state_day", "reminder_state", "day"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    number: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    submission_id: Mapped[str] = mapped_column(String(64), unique=True)
    code_hmac: Mapped[str] = mapped_column(String(_DIGEST_LENGTH))
    said_hmac: Mapped[str] = mapped_column(String(_DIGEST_LENGTH))
    slot_id: Mapped[str] = mapped_column(ForeignKey("visiting_slot.id"))
    day: Mapped[date]
    seat: Mapped[int | None]
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sequence: Mapped[int] = mapped_column(default=0)
    complaint_id: Mapped[str | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    state: Mapped[AppointmentState] = mapped_column(
        EnumText(AppointmentState), default=AppointmentState.BOOKED
    )
    state_at: Mapped[datetime] = mapped_column(UtcDateTime)
    booked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # The login of who booked for somebody on the telephone; None where the visitor did it himself.
    booked_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminder_way: Mapped[Way | None] = mapped_column(EnumText(Way))
    reminder_state: Mapped[ReminderState] = mapped_column(
        EnumText(ReminderState), default=ReminderState.UNWANTED
    )
    # By the machine's clock: when an attempt began, and when it may be made again.
    reminder_tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminder_attempts: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
