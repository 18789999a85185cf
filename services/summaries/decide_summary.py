"""A person releases a proposed summary, whose figures are frozen with that, or sends it back with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from bpmn.pages import SUMMARY_PAGE
from models.ground.codes import Role
from models.ground.errors import Conflict, NotFound
from models.ground.summary_codes import SummaryDecision, SummaryState
from models.office.periodic_summary import PeriodicSummary, SummaryEdition
from services.actor import Actor, require_role
from services.forms.decision_form import DecisionForm
from services.summaries.figures import digest_of
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.office_tasks import end_task

LONGEST_WORDS = 500
_FORM = DecisionForm(SummaryDecision, SummaryDecision.RETURN, "words", LONGEST_WORDS)
SUMMARY_MOVED = "SUMMARY_MOVED"


@dataclass(frozen=True, slots=True)
class DecideSummary:
    """As the form has it; `seen` is the digest of the figures that stood on the page."""

    summary_id: str
    decision: str
    words: str
    seen: str


def decide_summary(command: DecideSummary, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Once; sent again it is the same decision. The user task in which it waited ends with it.

    InvalidInput on `decision` or `words`, Conflict(SUMMARY_MOVED) where other figures wait now or somebody else decided.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    decision, words = _FORM.read(command.decision, command.words)
    with unit_of_work as unit:
        row = unit.session.get(PeriodicSummary, command.summary_id, with_for_update=True)
        if row is None:
            raise NotFound
        is_seen = digest_of(row.figures) == command.seen
        if row.state is not SummaryState.PROPOSED:
            if is_seen and row.state is _LEADS_TO[decision]:
                return
            raise Conflict(code=SUMMARY_MOVED)
        if not is_seen:
            raise Conflict(code=SUMMARY_MOVED)
        if decision is SummaryDecision.RELEASE:
            _release(row, login, unit, actor)
        else:
            row.state, row.returned_words = SummaryState.RETURNED, words
            row.returned_by, row.returned_at = login, unit.clock.now()
            unit.trail.add(None, "summary.returned", {"summary": row.id}, actor)
        row.waiting_in = None
        end_task(SUMMARY_PAGE, row.id, unit)


_LEADS_TO = {SummaryDecision.RELEASE: SummaryState.RELEASED, SummaryDecision.RETURN: SummaryState.RETURNED}


def _release(row: PeriodicSummary, login: str, unit: Unit, actor: Actor) -> None:
    last = select(func.max(SummaryEdition.no)).where(SummaryEdition.summary_id == row.id)
    edition = SummaryEdition(summary_id=row.id, no=(unit.session.scalar(last) or 0) + 1)
    edition.figures, edition.digest = row.figures, digest_of(row.figures)
    edition.computed_at = row.computed_at
    edition.released_by, edition.released_at = login, unit.clock.now()
    unit.session.add(edition)
    row.state = SummaryState.RELEASED
    row.later_figures = row.later_since = row.later_computed_at = None
    payload = {"summary": row.id, "edition": edition.no, "digest": edition.digest}
    unit.trail.add(None, "summary.released", payload, actor)
