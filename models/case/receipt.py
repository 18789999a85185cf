"""What arrived, unchanged: the raw text as the channel gave it, with its hash."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, JsonObject
from models.ground.codes import Channel
from models.vault.sealed import SealedJson, SealedText

# In the meta of a row that a source told anew of a complaint that it had brought before.
CAME_LATER = "came_later"


class Receipt(Base):
    """One arrival of a complaint, or of news of it. `raw_text` is never edited; `raw_sha256` is over its UTF-8 bytes."""

    __tablename__ = "receipt"
    __table_args__ = (Index("ix_receipt_complaint_id", "complaint_id"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    channel: Mapped[Channel] = mapped_column(EnumText(Channel))
    raw_text: Mapped[str] = mapped_column(SealedText("receipt:raw_text"))
    raw_sha256: Mapped[str] = mapped_column(String(64))
    # Desk, box, appointment, call id and whatever else the channel tells about the arrival.
    meta: Mapped[JsonObject] = mapped_column(SealedJson("receipt:meta"), default=dict)
    # Boxes and letters are opened by two people (opinion_box_opening of the centre).
    opened_by_first: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    opened_by_second: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
