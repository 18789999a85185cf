"""What all requests beside the way of a case share. What each asks for is a column of its own table."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.case.lifecycle import RequestState
from models.ground.base import CODE_LENGTH, ID_LENGTH, KEY_LENGTH, EnumText, UtcDateTime


class SideRequest:
    """A request of one round of a case.

    `no` is its running number among its kind in the case. It ends once, in any state but `open`; `end_reason` is a
    code.
    """

    __tablename__: Any

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), index=True)
    no: Mapped[int]
    round: Mapped[int]
    state: Mapped[RequestState] = mapped_column(EnumText(RequestState), default=RequestState.OPEN)
    requested_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    process_instance_key: Mapped[str | None] = mapped_column(String(KEY_LENGTH))

    @property
    def own_clock_id(self) -> str | None:
        """The limit of this request itself, a column where a kind has one; None for kinds with none or more than one."""
        return None

    @property
    def window_ends_at(self) -> datetime | None:
        """Until when an answer is waited for, a column where a stage has a window for the kind; None for others."""
        return None

    @property
    def matter_nos(self) -> list[int] | None:
        """The matters that it is about, a column where a kind names them; None for others and for all matters."""
        return None
