"""Who may act in one case although lacking the role, by a recorded decision."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import CaseRole
from models.vault.sealed import SealedText


class Designation(Base):
    """One designation of a person or a unit; in force until `ended_at`, one for a single task only while that is open."""

    __tablename__ = "designation"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), index=True)
    staff_id: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    unit_code: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    role_in_case: Mapped[CaseRole] = mapped_column(EnumText(CaseRole))
    # Of a unit that leads or helps in one matter; None for the whole case.
    matter_no: Mapped[int | None]
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recusal_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    # The route of the complaint that named him; None for what a person decided.
    route_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_route.id"))
    absence_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    # The one task that the person was named for, and why; None for what holds in the whole case.
    user_task_key: Mapped[str | None] = mapped_column(ForeignKey("task.user_task_key"))
    reason: Mapped[str | None] = mapped_column(SealedText("designation:reason"))
