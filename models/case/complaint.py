"""The complaint: one row per case, without any identity of the complainant."""

from datetime import date, datetime

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.case.lifecycle import Outcome, Rung, Stage
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import Category, Channel, Complexity, IdentityKind, Route
from models.vault.sealed import SealedText


class Complaint(Base):
    """One complaint from receipt to archive. `number` is public, `id` stands in addresses and the engine."""

    __tablename__ = "complaint"
    __table_args__ = (
        Index("ix_complaint_stage_next_due_at", "stage", "next_due_at"),
        Index("ix_complaint_next_due_at_number", "next_due_at", "number"),
        Index("ix_complaint_received_at", "received_at"),
        Index("ix_complaint_handler_id", "handler_id"),
        Index("ix_complaint_registered_by", "registered_by"),
        Index("ix_complaint_first_contact_staff", "first_contact_staff"),
        Index("ix_complaint_query_code_hmac", "query_code_hmac"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    number: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    channel: Mapped[Channel] = mapped_column(EnumText(Channel))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Beijing hour 0-23 of receipt and of the event: later analysis asks by hour of the day.
    received_hour: Mapped[int]
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    registered_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    occurred_on: Mapped[date | None]
    occurred_text: Mapped[str | None] = mapped_column(SealedText("complaint:occurred_text"))
    occurred_hour: Mapped[int | None]
    place: Mapped[str | None] = mapped_column(SealedText("complaint:place"))
    matter: Mapped[str] = mapped_column(SealedText("complaint:matter"))
    wanted: Mapped[str | None] = mapped_column(SealedText("complaint:wanted"))
    category: Mapped[Category | None] = mapped_column(EnumText(Category))
    other_categories: Mapped[list[str]] = mapped_column(JSON, default=list)
    severity: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    area: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    # The number of the case that goes on with this matter.
    merged_into: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    cause_code: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    route: Mapped[Route | None] = mapped_column(EnumText(Route))
    complexity: Mapped[Complexity | None] = mapped_column(EnumText(Complexity))
    identity_kind: Mapped[IdentityKind] = mapped_column(EnumText(IdentityKind))
    confidentiality_requested: Mapped[bool] = mapped_column(default=False)
    disclosure_level: Mapped[int] = mapped_column(default=0)
    urgent: Mapped[bool] = mapped_column(default=False)
    # How often the channel that it came by has asked where it stays (催办).
    times_urged: Mapped[int] = mapped_column(default=0, server_default="0")
    first_contact_staff: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    handling_unit: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    handler_id: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    stage: Mapped[Stage] = mapped_column(EnumText(Stage), default=Stage.INTAKE)
    outcome: Mapped[Outcome | None] = mapped_column(EnumText(Outcome))
    round: Mapped[int] = mapped_column(default=1)
    # The Beijing day from which the acceptance limit counts (receipt after the cutoff moves it).
    effective_received: Mapped[date]
    # Until when the channel that it came by wants it handled and answered (12345, 信访转送); null: it asks for no date.
    channel_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # When its file was destroyed: nothing of it is left but numbers, dates and codes.
    destroyed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Worst rung and nearest due moment of the running legal clocks; null when none runs.
    clock_state: Mapped[Rung | None] = mapped_column(EnumText(Rung))
    next_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submission_id: Mapped[str] = mapped_column(String(64), unique=True)
    query_code_hmac: Mapped[str] = mapped_column(String(64))
    privacy_notice_version: Mapped[str] = mapped_column(String(CODE_LENGTH))
