"""规则试算: what another limit, calendar or table of rules would have made of limits that ran, asked before it is published."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, JsonObject, UtcDateTime
from models.ground.what_if_codes import WhatIfKind, WhatIfState

TARGET_LENGTH = 120


class WhatIf(Base):
    """One question about limits that began from `since` to before `until`, and its answer.

    `target` names the version that it was asked for (services/what_if/candidate.py), so that the answer stands wherever that
    is published; `candidate` says it in codes, numbers and days. The workers compute it batch by batch: `place` is the last
    case that was computed, `done` of `total` cases are; `figures` are the numbers so far (services/what_if/tally.py).
    """

    __tablename__ = "what_if"
    __table_args__ = (
        Index("ix_what_if_state_asked_at", "state", "asked_at"),
        Index("ix_what_if_target", "target"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    kind: Mapped[WhatIfKind] = mapped_column(EnumText(WhatIfKind))
    target: Mapped[str] = mapped_column(String(TARGET_LENGTH))
    # Any: codes, numbers and days alone.
    candidate: Mapped[JsonObject] = mapped_column(JSON)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[WhatIfState] = mapped_column(EnumText(WhatIfState))
    asked_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(ID_LENGTH), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    # Any: numbers by codes.
    figures: Mapped[Any] = mapped_column(JSON, default=dict)
    # The table of rules that is tried, as it would be deployed, and behind a form feed the one in use that follows it
    # (services/what_if/classes_in_use.py); read by who computes alone.
    content: Mapped[str | None] = mapped_column(Text, deferred=True)


class WhatIfChange(Base):
    """A case of which a table of rules would have suggested something else: codes before and then."""

    __tablename__ = "what_if_change"
    __table_args__ = (Index("ix_what_if_change_complaint_id", "complaint_id"),)

    what_if_id: Mapped[str] = mapped_column(ForeignKey("what_if.id"), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    before: Mapped[str] = mapped_column(String(TARGET_LENGTH + CODE_LENGTH))
    after: Mapped[str] = mapped_column(String(TARGET_LENGTH + CODE_LENGTH))


class WhatIfLine(Base):
    """A limit that was late, or would be: its dates before and then, and by what it is told apart."""

    __tablename__ = "what_if_line"
    __table_args__ = (Index("ix_what_if_line_complaint_id", "complaint_id"),)

    what_if_id: Mapped[str] = mapped_column(ForeignKey("what_if.id"), primary_key=True)
    clock_id: Mapped[str] = mapped_column(ForeignKey("clock.id"), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    due_before: Mapped[datetime] = mapped_column(UtcDateTime)
    due_after: Mapped[datetime] = mapped_column(UtcDateTime)
    was_late: Mapped[bool]
    is_late: Mapped[bool]
    unit: Mapped[str] = mapped_column(String(CODE_LENGTH))
    item: Mapped[str] = mapped_column(String(CODE_LENGTH))
    channel: Mapped[str] = mapped_column(String(CODE_LENGTH))
    stage: Mapped[str] = mapped_column(String(CODE_LENGTH))
    people: Mapped[str] = mapped_column(String(CODE_LENGTH))
