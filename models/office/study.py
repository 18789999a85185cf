"""专题分析: a problem that stands out or comes again is studied down to its root, and it is decided what is to be done."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, KEY_LENGTH, Base, EnumText, JsonObject, UtcDateTime
from models.ground.cause_codes import CauseRoot
from models.ground.codes import Category
from models.ground.study_codes import StudyDecision, StudyMethod, StudyOrigin, StudyState
from models.vault.sealed import SealedText

SUBJECT_LENGTH = 120


class Study(Base):
    """One study. It is about complaints of `category` about `unit` and `item`, and `cause`, any of them None, received
    `since` to `until`.

    `origin_id` is the wave or the measure that it comes from. `figures` are numbers of these days as they stood when it was
    opened (services/studies/count_study.py) and never change. `running_about` names what it is about until it is decided:
    of one thing one study runs at a time. `round` counts its analyses; `reminded_at` is when its date passed
    without what was due, and None again with the next date. `instance_key` is the instance of `improvement` it waits in,
    `begun` how often one was begun.
    """

    __tablename__ = "study"
    __table_args__ = (
        Index("ix_study_state_due_on", "state", "due_on", "id"),
        Index("ix_study_ended_at", "ended_at", "id"),
        Index("ix_study_unit_item_category", "unit", "item", "category", "opened_at"),
        UniqueConstraint("running_about"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    origin: Mapped[StudyOrigin] = mapped_column(EnumText(StudyOrigin))
    origin_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    unit: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    item: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    category: Mapped[Category | None] = mapped_column(EnumText(Category))
    cause: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    running_about: Mapped[str | None] = mapped_column(String(SUBJECT_LENGTH))
    since: Mapped[date]
    until: Mapped[date]
    why: Mapped[str | None] = mapped_column(SealedText("study:why"))
    figures: Mapped[JsonObject] = mapped_column(JSON)
    opened_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[StudyState] = mapped_column(EnumText(StudyState))
    # The day by which the plan, and once that is made the analysis, is due.
    due_on: Mapped[date]
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    instance_key: Mapped[str | None] = mapped_column(String(KEY_LENGTH))
    begun: Mapped[int] = mapped_column(default=1)
    lead: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    questions: Mapped[str | None] = mapped_column(SealedText("study:questions"))
    planned_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    planned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    round: Mapped[int]
    decision: Mapped[StudyDecision | None] = mapped_column(EnumText(StudyDecision))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StudyAnalysis(Base):
    """One round of the analysis: its method, the root that it came to, and then what another person decided about it."""

    __tablename__ = "study_analysis"

    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    method: Mapped[StudyMethod] = mapped_column(EnumText(StudyMethod))
    root: Mapped[CauseRoot] = mapped_column(EnumText(CauseRoot))
    root_cause: Mapped[str] = mapped_column(SealedText("study_analysis:root_cause"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[StudyDecision | None] = mapped_column(EnumText(StudyDecision))
    reason: Mapped[str | None] = mapped_column(SealedText("study_analysis:reason"))
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StudyStep(Base):
    """A why of a chain, or an entry of a fishbone on its `branch`, with what it can be seen by."""

    __tablename__ = "study_step"

    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    branch: Mapped[CauseRoot | None] = mapped_column(EnumText(CauseRoot))
    words: Mapped[str] = mapped_column(SealedText("study_step:words"))
    evidence: Mapped[str] = mapped_column(SealedText("study_step:evidence"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
