"""Forms that people sent: the answer of each, written in the transaction of its effect."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import ID_LENGTH, Base, JsonObject, UtcDateTime

DIGEST_LENGTH = 64  # hex digits of a keyed digest


class Submission(Base):
    """One form that was taken; sent again it gets the same answer and has no second effect."""

    __tablename__ = "submission"

    # Of the id that was made with the empty form, the door, the case and the sender.
    key_hmac: Mapped[str] = mapped_column(String(DIGEST_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("complaint.id"), index=True)
    door: Mapped[str] = mapped_column(String(80))
    # Tells a repeat from other words under the same id.
    said_hmac: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    # Ids, codes and numbers only.
    answer: Mapped[JsonObject] = mapped_column(JSON)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
