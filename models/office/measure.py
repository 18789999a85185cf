"""改进措施: what is changed so that the same complaint comes no more, its proof, and the figures that say whether it does."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, JsonObject, UtcDateTime
from models.ground.codes import Category
from models.ground.measure_codes import (
    MeasureBasis,
    MeasureChanges,
    MeasureKind,
    MeasureOthers,
    MeasureState,
    MeasureTurn,
    MeasureVerdict,
)
from models.vault.sealed import SealedText

# A process and one of its elements.
CHANGED_LENGTH = 120


class Measure(Base):
    """One measure. What it is about is `category`, the unit and item complained about and a cause, each open where it is None.

    `study_id` is the special study that decided on it, None where a person entered it. `target` is the most that may come
    again, per 100 working days or 1,000 transactions as `basis` says. It is judged after `window_days` from `verified_on`
    on, and after as many again up to `waits` times while the numbers are too few. `round` counts how often it was carried
    out anew. The process that it waits in is `instance_key`, None before it has begun.
    """

    __tablename__ = "measure"
    __table_args__ = (
        Index("ix_measure_state_due_on", "state", "due_on", "id"),
        Index("ix_measure_owner_unit_state", "owner_unit", "state", "due_on", "id"),
        Index("ix_measure_study_id", "study_id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    kind: Mapped[MeasureKind] = mapped_column(EnumText(MeasureKind))
    study_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    category: Mapped[Category | None] = mapped_column(EnumText(Category))
    unit: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    item: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    cause: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    owner_unit: Mapped[str] = mapped_column(ForeignKey("unit.code"))
    owner: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    due_on: Mapped[date]
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changes: Mapped[MeasureChanges] = mapped_column(EnumText(MeasureChanges))
    # The id of a process and, behind a #, of an element; the key of a limit, the id of a form or table, the code of an item.
    changed: Mapped[str | None] = mapped_column(String(CHANGED_LENGTH))
    plan: Mapped[str] = mapped_column(SealedText("measure:plan"))
    target: Mapped[float]
    basis: Mapped[MeasureBasis] = mapped_column(EnumText(MeasureBasis))
    window_days: Mapped[int]
    others: Mapped[MeasureOthers] = mapped_column(EnumText(MeasureOthers))
    state: Mapped[MeasureState] = mapped_column(EnumText(MeasureState))
    round: Mapped[int]
    waits: Mapped[int]
    opened_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    verified_on: Mapped[date | None]
    # The first Beijing day on which it may be judged.
    judged_from: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    instance_key: Mapped[str | None] = mapped_column(String(CODE_LENGTH))


class MeasureProof(Base):
    """What was done in one round, by whom and by what it can be seen; then what another person found when he looked."""

    __tablename__ = "measure_proof"
    __table_args__ = (UniqueConstraint("measure_id", "no"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    measure_id: Mapped[str] = mapped_column(ForeignKey("measure.id"))
    no: Mapped[int]
    round: Mapped[int]
    done: Mapped[str] = mapped_column(SealedText("measure_proof:done"))
    evidence: Mapped[str] = mapped_column(SealedText("measure_proof:evidence"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_done: Mapped[bool | None]
    found: Mapped[str | None] = mapped_column(SealedText("measure_proof:found"))
    verified_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MeasureCheck(Base):
    """One judging: `figures` are as they stood at that moment and never change (services/measures/judge_effect.py)."""

    __tablename__ = "measure_check"
    __table_args__ = (UniqueConstraint("measure_id", "no"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    measure_id: Mapped[str] = mapped_column(ForeignKey("measure.id"))
    no: Mapped[int]
    round: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    verdict: Mapped[MeasureVerdict] = mapped_column(EnumText(MeasureVerdict))
    figures: Mapped[JsonObject] = mapped_column(JSON)


class MeasureReturn(Base):
    """What was decided when a measure had come back: why, and the target where it is another one from then on.

    Group and basis are None where nothing was said of them, as before they could be changed.
    """

    __tablename__ = "measure_return"
    __table_args__ = (UniqueConstraint("measure_id", "no"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    measure_id: Mapped[str] = mapped_column(ForeignKey("measure.id"))
    no: Mapped[int]
    round: Mapped[int]
    decision: Mapped[MeasureTurn] = mapped_column(EnumText(MeasureTurn))
    reason: Mapped[str] = mapped_column(SealedText("measure_return:reason"))
    target_before: Mapped[float]
    target: Mapped[float]
    others_before: Mapped[MeasureOthers | None] = mapped_column(EnumText(MeasureOthers))
    others: Mapped[MeasureOthers | None] = mapped_column(EnumText(MeasureOthers))
    basis_before: Mapped[MeasureBasis | None] = mapped_column(EnumText(MeasureBasis))
    basis: Mapped[MeasureBasis | None] = mapped_column(EnumText(MeasureBasis))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
