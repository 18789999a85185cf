"""个人信息安全事件: what happened to personal data, whom it concerns, and who was told of it and when."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.incident_codes import HarmKind, IncidentState
from models.ground.ways import Way
from models.vault.sealed import SealedJson, SealedText


class DataIncident(Base):
    """One incident; the database itself deletes none. Only what has happened is written: a moment stands for a thing done.

    `parts` are words by what the law names: `found_by`, `cause`, `harm`, `measures`, `advice`, `contact`. `kinds` are DataKind.
    `people`: how many it concerns, as far as known. The authority was told at `authority_at`: `authority` holds who, how and
    the receipt. `spared_*`: the head decided that the persons need not be told, and why. `rest_told`: who closed it says how
    those were told of whom no case is named.
    """

    __tablename__ = "data_incident"
    __table_args__ = (Index("ix_data_incident_state_discovered_at", "state", "discovered_at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    state: Mapped[IncidentState] = mapped_column(EnumText(IncidentState), default=IncidentState.OPEN)
    what: Mapped[HarmKind] = mapped_column(EnumText(HarmKind))
    discovered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    kinds: Mapped[list[str]] = mapped_column(JSON)
    parts: Mapped[dict[str, str]] = mapped_column(SealedJson("data_incident:parts"))
    people: Mapped[int]
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    authority: Mapped[dict[str, str] | None] = mapped_column(SealedJson("data_incident:authority"))
    authority_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    spared_reason: Mapped[str | None] = mapped_column(SealedText("data_incident:spared_reason"))
    spared_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    spared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rest_told: Mapped[str | None] = mapped_column(SealedText("data_incident:rest_told"))
    closed_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)


class DataIncidentCase(Base):
    """One case whose person it concerns. What a carrier took stands with its notice; here what people did themselves.

    `told_at` by `told_way`, or `unreachable` says why nobody could tell him.
    """

    __tablename__ = "data_incident_case"
    __table_args__ = (Index("ix_data_incident_case_complaint_id", "complaint_id"),)

    incident_id: Mapped[str] = mapped_column(ForeignKey("data_incident.id"), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_way: Mapped[Way | None] = mapped_column(EnumText(Way))
    unreachable: Mapped[str | None] = mapped_column(SealedText("data_incident_case:unreachable"))
    by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
