"""A second person releases the scores of a period, or sends them back with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import Conflict, NotFound, NotPermitted
from models.ground.performance_codes import RoundDecision, RoundState
from models.office.performance_rules import PerformanceRuleSet
from models.office.performance_score import PerformanceRound
from services.actor import Actor, require_role
from services.forms.decision_form import DecisionForm
from services.office.load_calendar import load_calendar
from services.performance.ask_scores import ROUND_MOVED
from services.unit_of_work import UnitOfWork

LONGEST_WORDS = 500
_FORM = DecisionForm(RoundDecision, RoundDecision.RETURN, "words", LONGEST_WORDS)
OWN_SCORES = "OWN_SCORES_ASKED"
_LEADS_TO = {RoundDecision.RELEASE: RoundState.RELEASED, RoundDecision.RETURN: RoundState.RETURNED}


@dataclass(frozen=True, slots=True)
class DecideScores:
    """As the form has it; `seen` is when what was read was computed (ISO)."""

    round_id: str
    decision: str
    words: str
    seen: str


def decide_scores(command: DecideScores, unit_of_work: UnitOfWork, actor: Actor) -> RoundDecision:
    """Once; sent again it is the same. From a release on objections may be made.

    InvalidInput on `decision`, `words`; NotPermitted(OWN_SCORES_ASKED); Conflict(ROUND_MOVED).
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work as unit:
        row = unit.session.get(PerformanceRound, command.round_id, with_for_update=True)
        if row is None:
            raise NotFound
        decision, words = _FORM.read(command.decision, command.words)
        is_seen = row.computed_at is not None and row.computed_at.isoformat() == command.seen
        if is_seen and row.state is _LEADS_TO[decision] and row.decided_by == login:
            return decision
        if row.state is not RoundState.PROPOSED or not is_seen:
            raise Conflict(code=ROUND_MOVED)
        if row.asked_by == login:
            raise NotPermitted(code=OWN_SCORES)
        row.state, row.decided_by, row.decided_at = _LEADS_TO[decision], login, unit.clock.now()
        row.returned_words = words or None
        if decision is RoundDecision.RELEASE:
            rules = unit.session.get_one(PerformanceRuleSet, row.rule_set_no)
            calendar, today = load_calendar(unit.session), beijing_date(unit.clock.now())
            row.objections_until = calendar.add_workdays(today, rules.objection_workdays)
        unit.trail.add(None, f"performance.{row.state.value}", {"round": row.id}, actor)
        return decision
