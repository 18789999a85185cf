"""What a released summary comes to now is proposed as its next edition; the released one stays as it is."""

from bpmn.pages import SUMMARY_PAGE
from models.ground.codes import Role
from models.ground.errors import NotFound, RuleRefused
from models.ground.summary_codes import SummaryState
from models.office.periodic_summary import PeriodicSummary
from services.actor import Actor, require_role
from services.unit_of_work import UnitOfWork
from services.worklist.office_tasks import end_task

NOTHING_TO_CORRECT = "NOTHING_TO_CORRECT"


def correct_summary(summary_id: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """NotFound; RuleRefused(NOTHING_TO_CORRECT) where nothing changed since the release."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work as unit:
        row = unit.session.get(PeriodicSummary, summary_id, with_for_update=True)
        if row is None:
            raise NotFound
        if row.state is SummaryState.PROPOSED:
            return
        if (
            row.state is not SummaryState.RELEASED
            or row.later_figures is None
            or row.later_computed_at is None
        ):
            raise RuleRefused(NOTHING_TO_CORRECT)
        row.state, row.figures, row.computed_at = (
            SummaryState.PROPOSED,
            row.later_figures,
            row.later_computed_at,
        )
        row.waiting_in = None
        end_task(SUMMARY_PAGE, row.id, unit)
        unit.trail.add(None, "summary.corrected", {"summary": row.id}, actor)
