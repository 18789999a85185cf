"""绩效评估: frozen scores of units and people of a period, objections to them, and what is proposed on their ground."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.performance_codes import (
    ConsequenceKind,
    ConsequenceState,
    Indicator,
    ObjectionState,
    RoundState,
)
from models.ground.summary_codes import PeriodKind
from models.vault.sealed import SealedText


class PerformanceRound(Base):
    """The scores of one period; `id` is its name (`2026-11`, `2026-Q4`, `2026`).

    `asked_by` had them counted and does not release them; `counting` is the counting that
    runs. Objections may be made to and with `objections_until`.
    """

    __tablename__ = "performance_round"
    __table_args__ = (UniqueConstraint("kind", "begins_on"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    kind: Mapped[PeriodKind] = mapped_column(EnumText(PeriodKind))
    begins_on: Mapped[date]
    rule_set_no: Mapped[int] = mapped_column(ForeignKey("performance_rule_set.no"))
    state: Mapped[RoundState] = mapped_column(EnumText(RoundState))
    asked_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    counting: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    computed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_words: Mapped[str | None] = mapped_column(SealedText("performance_round:returned_words"))
    objections_until: Mapped[date | None]


class PerformanceScore(Base):
    """Of one unit, or of one person (`staff_id`) of it, in one period.

    `lines` are [indicator, of so many complaints, so many count, hundredths of points or None where it says nothing];
    `corrected_lines` are those after an objection was upheld, beside the first.
    """

    __tablename__ = "performance_score"
    __table_args__ = (
        Index("ix_performance_score_round_id_unit_code", "round_id", "unit_code"),
        Index("ix_performance_score_staff_id", "staff_id"),
        Index("ix_performance_score_unit_code", "unit_code"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("performance_round.id"))
    unit_code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    staff_id: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    # Any: codes and numbers alone.
    lines: Mapped[Any] = mapped_column(JSON)
    hundredths: Mapped[int]
    # Any: as `lines`.
    corrected_lines: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    corrected_hundredths: Mapped[int | None]


class PerformancePoint(Base):
    """One complaint behind one line of a score; `counts`: it is one of those that earn or cost points, not only one of the whole.

    `struck_by` is the objection that took it out.
    """

    __tablename__ = "performance_point"
    __table_args__ = (
        Index("ix_performance_point_score_id_indicator", "score_id", "indicator"),
        Index("ix_performance_point_complaint_id", "complaint_id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    score_id: Mapped[str] = mapped_column(ForeignKey("performance_score.id"))
    indicator: Mapped[Indicator] = mapped_column(EnumText(Indicator))
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    counts: Mapped[bool]
    struck_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))


class PerformanceObjection(Base):
    """One of whom a score is of; at most one of a score is open. Decided by another than who released the score."""

    __tablename__ = "performance_objection"
    __table_args__ = (
        Index(
            "ix_performance_objection_open",
            "score_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_performance_objection_score_id", "score_id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    score_id: Mapped[str] = mapped_column(ForeignKey("performance_score.id"))
    state: Mapped[ObjectionState] = mapped_column(EnumText(ObjectionState))
    words: Mapped[str] = mapped_column(SealedText("performance_objection:words"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(SealedText("performance_objection:reason"))


class PerformanceConsequence(Base):
    """奖惩: what is proposed for whom a score is of, and what a second person decided."""

    __tablename__ = "performance_consequence"
    __table_args__ = (Index("ix_performance_consequence_score_id", "score_id"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    score_id: Mapped[str] = mapped_column(ForeignKey("performance_score.id"))
    kind: Mapped[ConsequenceKind] = mapped_column(EnumText(ConsequenceKind))
    state: Mapped[ConsequenceState] = mapped_column(EnumText(ConsequenceState))
    words: Mapped[str] = mapped_column(SealedText("performance_consequence:words"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(SealedText("performance_consequence:reason"))
