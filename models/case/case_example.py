"""De-identified example cases (案例分析): words written anew about a closed case, released by a second person."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.case.lifecycle import Outcome
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import Category
from models.ground.example_codes import ExampleState
from models.vault.sealed import SealedJson, SealedText


class CaseExample(Base):
    """One example with the codes by which it is found. Nothing of it tells which case it is of: that stands in ExampleSource.

    `version_no` is the version at work, `released_no` the one that works here read, `public_no` the one that everybody reads.
    """

    __tablename__ = "case_example"
    __table_args__ = (
        Index("ix_case_example_released_at", "released_at", "id"),
        Index("ix_case_example_public_at", "public_at", "id"),
        Index("ix_case_example_state", "state"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    state: Mapped[ExampleState] = mapped_column(EnumText(ExampleState))
    item: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    category: Mapped[Category | None] = mapped_column(EnumText(Category))
    cause: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    outcome: Mapped[Outcome] = mapped_column(EnumText(Outcome))
    version_no: Mapped[int]
    opened_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    returned_words: Mapped[str | None] = mapped_column(SealedText("case_example:returned_words"))
    returned_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    released_no: Mapped[int | None]
    released_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    public_no: Mapped[int | None]
    public_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    public_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_words: Mapped[str | None] = mapped_column(SealedText("case_example:withdrawn_words"))
    withdrawn_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ExampleVersion(Base):
    """The words of one version; triggers refuse UPDATE and DELETE.

    `parts` are words by ExamplePart; `confirmed` says by the key of a mark why its place may stand.
    """

    __tablename__ = "example_version"

    example_id: Mapped[str] = mapped_column(ForeignKey("case_example.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    parts: Mapped[Any] = mapped_column(SealedJson("example_version:parts"))
    confirmed: Mapped[Any] = mapped_column(SealedJson("example_version:confirmed"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ExampleSource(Base):
    """Which case an example is of, apart from both; deleted with the case's file or when the example is withdrawn."""

    __tablename__ = "example_source"

    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    example_id: Mapped[str] = mapped_column(ForeignKey("case_example.id"), unique=True)
