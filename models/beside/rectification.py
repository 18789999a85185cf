"""Orders to a unit to set something right or to improve."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.beside.side_request import SideRequest
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, JsonObject, UtcDateTime
from models.ground.codes import RectificationKind
from models.vault.sealed import SealedJson, SealedText


class Rectification(SideRequest, Base):
    """One order; a report that does not stand is asked for again (`attempts`)."""

    __tablename__ = "rectification"

    unit_code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    kind: Mapped[RectificationKind] = mapped_column(EnumText(RectificationKind))
    what: Mapped[str] = mapped_column(SealedText("rectification:what"))
    basis: Mapped[str | None] = mapped_column(SealedText("rectification:basis"))
    matter_no: Mapped[int | None]
    due_wd: Mapped[int | None]
    own_clock_id: Mapped[str | None] = mapped_column("clock_id", String(ID_LENGTH))
    report_text: Mapped[str | None] = mapped_column(SealedText("rectification:report_text"))
    reported_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verified_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verify_note: Mapped[str | None] = mapped_column(SealedText("rectification:verify_note"))
    # What is missing as the unit reads it (`words`), and of third persons what was let stand in it and why (`left`).
    missing: Mapped[JsonObject | None] = mapped_column(SealedJson("rectification:missing"))
    attempts: Mapped[int] = mapped_column(default=0)
