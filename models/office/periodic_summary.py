"""定期汇总: the figures of a month, quarter, half-year or year, as they were proposed, and as a person released them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, KEY_LENGTH, Base, EnumText, UtcDateTime
from models.ground.summary_codes import PeriodKind, SummaryState
from models.vault.sealed import SealedText

DIGEST_LENGTH = 64


class PeriodicSummary(Base):
    """One period; the database itself deletes none, and has one row a period however often it is proposed.

    `id` is the name of the period (`2026-11`, `2026-Q4`, `2026-H2`, `2026`).
    `figures` are numbers by codes (services/summaries/figures.py): what would be released now, or was. `later_figures` are what
    the same period came to at a later look, None where that is what was released; `later_since` is when that was seen first,
    `later_computed_at` of when these figures are. `waiting_in` is the instance of `periodic-summary`
    in which a decision is awaited; None where no process awaits one. Its user task is an `office_task`.
    """

    __tablename__ = "periodic_summary"
    __table_args__ = (UniqueConstraint("kind", "begins_on"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    kind: Mapped[PeriodKind] = mapped_column(EnumText(PeriodKind))
    begins_on: Mapped[date]
    state: Mapped[SummaryState] = mapped_column(EnumText(SummaryState))
    # Any: JSON of services/summaries/figures.py.
    figures: Mapped[Any] = mapped_column(JSON)
    computed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    waiting_in: Mapped[str | None] = mapped_column(String(KEY_LENGTH))
    returned_words: Mapped[str | None] = mapped_column(SealedText("periodic_summary:returned_words"))
    returned_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Any: as `figures`.
    later_figures: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    later_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    later_computed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SummaryEdition(Base):
    """A summary as it was released; triggers refuse UPDATE and DELETE. A corrected one has the next number.

    `digest` is SHA-256 over the canonical JSON of `figures`.
    """

    __tablename__ = "summary_edition"

    summary_id: Mapped[str] = mapped_column(ForeignKey("periodic_summary.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # Any: as PeriodicSummary.figures.
    figures: Mapped[Any] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    computed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    released_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    released_at: Mapped[datetime] = mapped_column(UtcDateTime)
