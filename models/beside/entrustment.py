"""Work commissioned from others for an investigation."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.beside.side_request import SideRequest
from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import EntrustmentKind
from models.vault.sealed import SealedText


class Entrustment(SideRequest, Base):
    """One commission; where it pauses the clocks, they run on when the report is back or the window is over."""

    __tablename__ = "entrustment"

    kind: Mapped[EntrustmentKind] = mapped_column(EnumText(EntrustmentKind))
    to_unit: Mapped[str] = mapped_column(String(CODE_LENGTH))
    scope: Mapped[str] = mapped_column(SealedText("entrustment:scope"))
    limit_wd: Mapped[int]
    pauses_clock: Mapped[bool] = mapped_column(default=False)
    window_ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    report_text: Mapped[str | None] = mapped_column(SealedText("entrustment:report_text"))
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reported_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    # The code on the sheet by which the other side answers, and its keyed hash to find it by.
    receipt_code: Mapped[str | None] = mapped_column(SealedText("entrustment:receipt_code"))
    receipt_code_hmac: Mapped[str | None] = mapped_column(String(64))
