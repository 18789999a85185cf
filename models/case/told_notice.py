"""Which text about the use of personal data a complainant was told, and how."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.privacy_codes import NoticeWay


class ToldNotice(Base):
    """One telling; of a case without a row nobody has told it yet. `by` is the login of who told it, None where no person did."""

    __tablename__ = "told_notice"
    __table_args__ = (UniqueConstraint("complaint_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    complaint_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("complaint.id"))
    version: Mapped[str] = mapped_column(String(CODE_LENGTH))
    way: Mapped[NoticeWay] = mapped_column(EnumText(NoticeWay))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
