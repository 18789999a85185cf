"""What stands where nobody can act, as the workers' last look found it, and when they looked."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import KEY_LENGTH, Base, EnumText, JsonObject, UtcDateTime


class StandstillKind(StrEnum):
    """What kind of thing stands still; each kind is looked for on its own."""

    TASK = "task"
    FORM = "form"
    JOB = "job"
    VERSION = "version"
    FOREIGN_TASK = "foreign_task"
    LOST_CASE = "lost_case"
    # On a page of its own (/monitor/incidents), which asks the engine; the row is for the badge.
    INCIDENT = "incident"
    # Database and engine do not agree on a case; they are compared each night.
    ASTRAY = "astray"
    # The engine's store is not this office's, or not as it was left: nothing is done there. Or no anchor could begin in it.
    STORE = "store"


class Standstill(Base):
    """One thing that no list of work shows; it leaves as soon as a look does not find it any more.

    `key` is the engine's: of the task, of the token that waits for a job, of the version, of the root instance that a
    case has lost; the beginning of its id for a case that is astray; "store", or "no_anchor". `since` is the machine's time
    for jobs, tasks of no case and the store, the office's for tasks and cases. `facts` holds codes and what owners wrote in
    diagrams.
    """

    __tablename__ = "standstill"
    __table_args__ = (Index("ix_standstill_kind_since", "kind", "since", "key"),)

    kind: Mapped[StandstillKind] = mapped_column(EnumText(StandstillKind), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    complaint_id: Mapped[str | None] = mapped_column(ForeignKey("complaint.id"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    facts: Mapped[JsonObject] = mapped_column(JSON, default=dict)


class StandstillLook(Base):
    """When one kind was looked for last, by the machine's clock."""

    __tablename__ = "standstill_look"

    kind: Mapped[StandstillKind] = mapped_column(EnumText(StandstillKind), primary_key=True)
    looked_at: Mapped[datetime] = mapped_column(UtcDateTime)
