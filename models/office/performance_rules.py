"""绩效规则: by which points complaint handling is judged; drafted, published by a second person, never changed afterwards."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime
from models.ground.performance_codes import Indicator, PointsDirection, RuleSetState


class PerformanceRuleSet(Base):
    """One version; a period goes by the one that was in force on its first day.

    Below `least_people` nobody sees points of people beside each other; `objection_workdays` run from the release on.
    """

    __tablename__ = "performance_rule_set"

    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[RuleSetState] = mapped_column(EnumText(RuleSetState))
    in_force_from: Mapped[date]
    least_people: Mapped[int]
    objection_workdays: Mapped[int]
    drafted_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PerformanceRule(Base):
    """Of one indicator: `points` at the full share, or for each complaint up to `cap`; fewer than `least_cases` say nothing."""

    __tablename__ = "performance_rule"

    rule_set_no: Mapped[int] = mapped_column(ForeignKey("performance_rule_set.no"), primary_key=True)
    indicator: Mapped[Indicator] = mapped_column(EnumText(Indicator), primary_key=True)
    points: Mapped[int]
    direction: Mapped[PointsDirection] = mapped_column(EnumText(PointsDirection))
    cap: Mapped[int]
    least_cases: Mapped[int]
