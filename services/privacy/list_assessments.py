"""How each activity of the product stands with its impact assessment, and what was ever written about one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models.clock.legal_time import beijing_date
from models.ground.assessment_codes import (
    AssessmentConclusion,
    AssessmentPart,
    AssessmentStanding,
    ProcessingActivity,
    RiskGrade,
)
from models.ground.errors import NotFound
from models.ground.privacy_codes import NoticeState
from models.office.impact_assessment import ImpactAssessment
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.privacy.propose_assessment import ASSESSORS
from services.unit_of_work import Unit, UnitOfWork

# Codes and days, no words: so many of one activity are read at once.
MOST_VERSIONS = 100


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One activity today; the days are None where nothing was approved. `waits`: one is written and nobody has decided."""

    activity: ProcessingActivity
    standing: AssessmentStanding
    approved_at: datetime | None
    review_on: date | None
    waits: bool

    @property
    def is_missing(self) -> bool:
        """Whether whoever begins it now begins without what the law wants before."""
        return self.standing is not AssessmentStanding.APPROVED


@dataclass(frozen=True, slots=True)
class KeptAssessment:
    """One assessment with names of people in the place of logins."""

    id: str
    version: int | None
    state: NoticeState
    triggers: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    is_justified: bool
    is_fitting: bool
    risk: RiskGrade
    conclusion: AssessmentConclusion
    review_on: date
    by: str
    at: datetime
    is_own: bool
    decided_by: str
    decided_at: datetime | None
    decision_reason: str | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class AssessedActivity:
    """One activity whole: what holds, what waits, and everything else, the newest first."""

    line: ActivityLine
    current: KeptAssessment | None
    waiting: KeptAssessment | None
    others: tuple[KeptAssessment, ...]


def list_activities(unit_of_work: UnitOfWork, actor: Actor) -> tuple[ActivityLine, ...]:
    """Every activity of the product; NotPermitted for who answers for no personal data."""
    require_role(actor, *ASSESSORS)
    return list_standings(tuple(ProcessingActivity), unit_of_work)


def list_standings(
    activities: Collection[ProcessingActivity], unit_of_work: UnitOfWork
) -> tuple[ActivityLine, ...]:
    """How these stand, for the page on which one of them is begun: no words of an assessment."""
    if not activities:
        return ()
    with unit_of_work.reading() as unit:
        today = beijing_date(unit.clock.now())
        rows = unit.session.execute(
            select(
                ImpactAssessment.activity,
                ImpactAssessment.state,
                ImpactAssessment.decided_at,
                ImpactAssessment.review_on,
                ImpactAssessment.conclusion,
            ).where(
                ImpactAssessment.activity.in_(activities),
                ImpactAssessment.state.in_((NoticeState.OPEN, NoticeState.APPROVED)),
                ImpactAssessment.ended_at.is_(None),
            )
        ).all()
    holding = {row.activity: row for row in rows if row.state is NoticeState.APPROVED}
    waiting = {row.activity for row in rows if row.state is NoticeState.OPEN}
    lines = []
    for activity in activities:
        row = holding.get(activity)
        standing = AssessmentStanding.NONE if row is None else _stand(row.review_on, row.conclusion, today)
        approved_at, review_on = (None, None) if row is None else (row.decided_at, row.review_on)
        lines.append(ActivityLine(activity, standing, approved_at, review_on, activity in waiting))
    return tuple(lines)


def get_activity(activity: str, unit_of_work: UnitOfWork, actor: Actor) -> AssessedActivity:
    """One of them with all that was written; NotFound for none of this product, NotPermitted as above."""
    login = require_role(actor, *ASSESSORS)
    if activity not in set(ProcessingActivity):
        raise NotFound
    (line,) = list_standings((ProcessingActivity(activity),), unit_of_work)
    with unit_of_work.reading() as unit:
        rows = unit.session.scalars(
            select(ImpactAssessment)
            .where(ImpactAssessment.activity == line.activity)
            .order_by(ImpactAssessment.at.desc(), ImpactAssessment.id)
            .limit(MOST_VERSIONS)
        ).all()
        kept = _keep_all(rows, login, unit)
    current = next((one for one in kept if one.version and one.ended_at is None), None)
    waiting = next((one for one in kept if one.state is NoticeState.OPEN), None)
    others = tuple(one for one in kept if one not in (current, waiting))
    return AssessedActivity(line, current, waiting, others)


def _stand(review_on: date, conclusion: AssessmentConclusion, today: date) -> AssessmentStanding:
    if conclusion is not AssessmentConclusion.PROCEED:
        return AssessmentStanding.AGAINST
    return AssessmentStanding.OVERDUE if today > review_on else AssessmentStanding.APPROVED


def _keep_all(rows: Collection[ImpactAssessment], login: str, unit: Unit) -> list[KeptAssessment]:
    names = map_people_names(unit)
    return [
        KeptAssessment(
            id=row.id,
            version=row.version,
            state=row.state,
            triggers=tuple(row.triggers),
            parts=tuple((part.value, row.parts.get(part, "")) for part in AssessmentPart),
            is_justified=row.is_justified,
            is_fitting=row.is_fitting,
            risk=row.risk,
            conclusion=row.conclusion,
            review_on=row.review_on,
            by=names.get(row.by, ""),
            at=row.at,
            is_own=row.by == login,
            decided_by=names.get(row.decided_by or "", ""),
            decided_at=row.decided_at,
            decision_reason=row.decision_reason,
            ended_at=row.ended_at,
        )
        for row in rows
    ]
