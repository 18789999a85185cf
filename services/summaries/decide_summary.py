"""A person releases a proposed summary, whose figures are frozen with that, or sends it back with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from bpmn.pages import SUMMARY_PAGE
from models.ground.codes import Role
from models.ground.errors import Conflict, NotFound
from models.ground.summary_codes import SummaryDecision, SummaryState
from models.office.periodic_summary import PeriodicSummary, SummaryEdition
from services.actor import Actor, require_role
from services.forms.decision_form import DecisionForm
from services.summaries.figures import digest_of
from services.summaries.last_edition import find_last_edition, stand_by
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
    """Once; sent again it is the same decision. A correction that is sent back leaves the released edition as it was.

    The user task in which it waited ends with it.

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
            if (is_seen and row.state is _LEADS_TO[decision]) or _is_dropped(command, row):
                return
            raise Conflict(code=SUMMARY_MOVED)
        if not is_seen:
            raise Conflict(code=SUMMARY_MOVED)
        if decision is SummaryDecision.RELEASE:
            _release(row, login, unit, actor)
        else:
            row.returned_by, row.returned_at, row.returned_words = login, unit.clock.now(), words
            _send_back(row, unit)
            unit.trail.add(None, "summary.returned", {"summary": row.id}, actor)
        row.waiting_in = None
        end_task(SUMMARY_PAGE, row.id, unit)


_LEADS_TO = {SummaryDecision.RELEASE: SummaryState.RELEASED, SummaryDecision.RETURN: SummaryState.RETURNED}


def _send_back(row: PeriodicSummary, unit: Unit) -> None:
    """What nobody released yet is computed anew; of a correction nothing is, until somebody proposes it again."""
    edition = find_last_edition(row.id, unit)
    if edition is None:
        row.state = SummaryState.RETURNED
    else:
        stand_by(row, edition, (row.figures, row.computed_at))


def _is_dropped(command: DecideSummary, row: PeriodicSummary) -> bool:
    """Whether it is the correction that was sent back already."""
    is_same = (command.decision, command.words.strip()) == (SummaryDecision.RETURN, row.returned_words)
    return is_same and row.later_figures is not None and digest_of(row.later_figures) == command.seen


def _release(row: PeriodicSummary, login: str, unit: Unit, actor: Actor) -> None:
    last = find_last_edition(row.id, unit)
    edition = SummaryEdition(summary_id=row.id, no=last.no + 1 if last else 1)
    edition.figures, edition.digest = row.figures, digest_of(row.figures)
    edition.computed_at = row.computed_at
    edition.released_by, edition.released_at = login, unit.clock.now()
    unit.session.add(edition)
    row.state = SummaryState.RELEASED
    row.later_figures = row.later_since = row.later_computed_at = None
    payload = {"summary": row.id, "edition": edition.no, "digest": edition.digest}
    unit.trail.add(None, "summary.released", payload, actor)
