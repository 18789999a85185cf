"""Who comes by appointment and how he is reached, sealed. Read and written by services/identity only."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class AppointmentContact(Base):
    """One visitor of one appointment; gone a set time after one that led to no case."""

    __tablename__ = "appointment_contact"

    appointment_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("appointment.id"), primary_key=True
    )
    name: Mapped[str] = mapped_column(SealedText("appointment_contact:name"))
    phone: Mapped[str] = mapped_column(SealedText("appointment_contact:phone"))
    email: Mapped[str | None] = mapped_column(SealedText("appointment_contact:email"))
    phone_index: Mapped[str | None] = mapped_column(String(64), index=True)
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)
