"""The second person at an impact assessment: approved it holds from this moment on, and the one before stays readable."""

from dataclasses import dataclass

from sqlalchemy import func, select

from models.clock.legal_time import beijing_date
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.privacy_codes import NoticeState
from models.office.impact_assessment import ImpactAssessment
from services.actor import Actor, require_role
from services.office.decide_privacy_notice import FOUR_EYES, STATES, NoticeDecision, read_decision
from services.privacy.propose_assessment import ASSESSORS
from services.unit_of_work import Unit, UnitOfWork

ASSESSMENT_DECIDED = "ASSESSMENT_DECIDED"


@dataclass(frozen=True, slots=True)
class DecideAssessment:
    """A reason is wanted where it is refused."""

    assessment_id: str
    decision: str
    reason: str = ""


def decide_assessment(command: DecideAssessment, unit_of_work: UnitOfWork, actor: Actor) -> NoticeState:
    """Decide on it; approved it takes the place of the one that holds. Where it stands then.

    NotPermitted("FOUR_EYES") for who wrote it and would decide himself, or would withdraw what another wrote;
    Conflict("ASSESSMENT_DECIDED") where it is decided, InvalidInput on `decision` or `reason`; what is to be looked at again by
    today is approved no more.
    """
    login = require_role(actor, *ASSESSORS)
    with unit_of_work as unit:
        row = unit.session.get(ImpactAssessment, command.assessment_id, with_for_update=True)
        if row is None:
            raise NotFound
        decision, reason = read_decision(command.decision, command.reason)
        if row.state is not NoticeState.OPEN:
            raise Conflict(code=ASSESSMENT_DECIDED)
        if (row.by == login) is not (decision is NoticeDecision.WITHDRAW):
            raise NotPermitted(code=FOUR_EYES)
        now = unit.clock.now()
        if decision is NoticeDecision.APPROVE:
            if row.review_on <= beijing_date(now):
                # The version that holds would end for one that is overdue at once.
                raise InvalidInput({"decision": "REVIEW_DAY_PASSED"})
            _put_in_force(row, unit)
        row.state, row.decision_reason = STATES[decision], reason or None
        row.decided_by, row.decided_at = login, now
        payload = {
            "assessment_id": row.id,
            "activity": row.activity.value,
            "version": row.version,
            "written_by": row.by,
        }
        unit.trail.add(None, f"impact-assessment.{row.state.value}", payload, actor)
        return row.state


def _put_in_force(row: ImpactAssessment, unit: Unit) -> None:
    of_activity = select(ImpactAssessment).where(ImpactAssessment.activity == row.activity)
    holding = of_activity.where(
        ImpactAssessment.state == NoticeState.APPROVED, ImpactAssessment.ended_at.is_(None)
    )
    for before in unit.session.scalars(holding):
        before.ended_at = unit.clock.now()
    newest = select(func.max(ImpactAssessment.version)).where(ImpactAssessment.activity == row.activity)
    row.version = (unit.session.scalar(newest) or 0) + 1
