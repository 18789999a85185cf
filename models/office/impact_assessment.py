"""个人信息保护影响评估: what was weighed before personal data are used in such a way, version by version."""

from datetime import date, datetime

from sqlalchemy import JSON, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.assessment_codes import AssessmentConclusion, ProcessingActivity, RiskGrade
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.privacy_codes import NoticeState
from models.vault.sealed import SealedJson, SealedText


class ImpactAssessment(Base):
    """One assessment of one activity, kept whatever became of it; the database itself deletes none.

    Approved it has a number within its activity and holds until `ended_at`; `review_on` is the day by which it is looked at anew.
    `triggers` are AssessmentTrigger, `parts` words by AssessmentPart. `is_justified`: purpose and means are lawful, just
    and necessary; `is_fitting`: the measures are lawful, work and fit the risk.
    """

    __tablename__ = "impact_assessment"
    __table_args__ = (
        UniqueConstraint("activity", "version"),
        Index(
            "ix_impact_assessment_open",
            "activity",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    activity: Mapped[ProcessingActivity] = mapped_column(EnumText(ProcessingActivity))
    version: Mapped[int | None]
    state: Mapped[NoticeState] = mapped_column(EnumText(NoticeState))
    triggers: Mapped[list[str]] = mapped_column(JSON)
    parts: Mapped[dict[str, str]] = mapped_column(SealedJson("impact_assessment:parts"))
    is_justified: Mapped[bool]
    is_fitting: Mapped[bool]
    risk: Mapped[RiskGrade] = mapped_column(EnumText(RiskGrade))
    conclusion: Mapped[AssessmentConclusion] = mapped_column(EnumText(AssessmentConclusion))
    review_on: Mapped[date]
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_reason: Mapped[str | None] = mapped_column(SealedText("impact_assessment:decision_reason"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
