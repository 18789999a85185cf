"""Files for the process engine that one person brought by the office's door and that wait for a second one."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import ID_LENGTH, Base, EnumText, JsonObject, UtcDateTime


class DeploymentState(StrEnum):
    """Where it stands; the engine knows of it from SENT on, and of what it refused nothing."""

    WAITS = "waits"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    SENT = "sent"
    FAILED = "failed"


class DeploymentProposal(Base):
    """All of its files go in together or none; `faults` is what the check said when they were brought.

    `reason` is why it was refused, `failure` why the engine or the check before sending did not take it.
    """

    __tablename__ = "deployment_proposal"
    __table_args__ = (Index("ix_deployment_proposal_state", "state"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    state: Mapped[DeploymentState] = mapped_column(EnumText(DeploymentState))
    # Of all its files, hex.
    digest: Mapped[str] = mapped_column(String(64))
    faults: Mapped[list[JsonObject]] = mapped_column(JSON)
    proposed_by: Mapped[str] = mapped_column(ForeignKey("staff.login"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("staff.login"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(500))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failure: Mapped[str | None] = mapped_column(String(500))


class DeploymentFile(Base):
    """One of its files as it was brought."""

    __tablename__ = "deployment_file"

    proposal_id: Mapped[str] = mapped_column(ForeignKey("deployment_proposal.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(400), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
