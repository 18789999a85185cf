"""Runs of a case: one root instance of the process each."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, true
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, KEY_LENGTH, Base, UtcDateTime


class CaseRun(Base):
    """One run.

    The first worker of the instance writes the key; an instance with another key is a duplicate.
    """

    __tablename__ = "case_run"

    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    run_no: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(200))
    process_instance_key: Mapped[str | None] = mapped_column(String(KEY_LENGTH), unique=True)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The decision that a re-opening replaces.
    replaces_decision_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    # False for a run that began in the diagrams of 0.1.0, which know no requests beside the way.
    knows_requests: Mapped[bool] = mapped_column(default=True, server_default=true())
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
