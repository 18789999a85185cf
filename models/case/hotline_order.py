"""A work order of the 12345 hotline, and the complaint that it became."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import ID_LENGTH, Base, JsonObject, UtcDateTime
from models.vault.sealed import SealedJson

ORDER_NUMBER_LENGTH = 200


class HotlineOrder(Base):
    """One order by the hotline's own number (工单编号); `fields` is how the hotline tells it now, by its own columns."""

    __tablename__ = "hotline_order"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    number: Mapped[str] = mapped_column(String(ORDER_NUMBER_LENGTH), unique=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), index=True)
    fields: Mapped[JsonObject] = mapped_column(SealedJson("hotline_order:fields"))
    assigned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # When the hotline last told something new of it.
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
