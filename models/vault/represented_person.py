"""For whom an agent or guardian speaks: the name alone. Read and written by services/identity only."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import Base, UtcDateTime
from models.vault.sealed import SealedText


class RepresentedPerson(Base):
    """The person who gave the power of attorney, or the ward; one a complaint, a correction replaces it."""

    __tablename__ = "represented_person"

    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    name: Mapped[str] = mapped_column(SealedText("represented_person:name"))
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)
