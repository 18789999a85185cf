"""Material that came after the complaint, asked for or not."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class Supplement(Base):
    """One delivery; `supplement_request_id` null: nobody had asked for it. Files of it are evidence."""

    __tablename__ = "supplement"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), index=True)
    supplement_request_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    text: Mapped[str] = mapped_column(SealedText("supplement:text"))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    # How it came where somebody entered it, and the two people who opened a letter.
    way: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    opened_by: Mapped[list[str] | None] = mapped_column(JSON)
    # Came after its request had ended: kept on file, moves nothing.
    is_late: Mapped[bool] = mapped_column(default=False)
