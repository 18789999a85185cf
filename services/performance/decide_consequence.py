"""A second person decides what was proposed on the ground of a score, with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted, RuleRefused
from models.ground.performance_codes import ConsequenceState, ObjectionState
from models.office.performance_score import (
    PerformanceConsequence,
    PerformanceObjection,
    PerformanceScore,
)
from services.actor import Actor, require_role
from services.forms.typed import read_words
from services.performance.who_sees import read_sight
from services.unit_of_work import UnitOfWork

LONGEST_WORDS = 500
CONSEQUENCE_DECIDED, OWN_PROPOSAL, OBJECTION_WAITS = (
    "CONSEQUENCE_MOVED",
    "OWN_CONSEQUENCE_PROPOSAL",
    "SCORE_OBJECTION_WAITS",
)
_DECISIONS = {"approve": ConsequenceState.APPROVED, "refuse": ConsequenceState.REFUSED}


@dataclass(frozen=True, slots=True)
class DecideConsequence:
    """As the form has it."""

    consequence_id: str
    decision: str
    reason: str


def decide_consequence(command: DecideConsequence, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the score. Once; sent again it is the same.

    InvalidInput on `decision`, `reason`; NotPermitted for who proposed it or whom it is for; Conflict(CONSEQUENCE_MOVED);
    RuleRefused(SCORE_OBJECTION_WAITS) while an objection to the score is open.
    """
    login = require_role(actor, Role.DIRECTOR, Role.SUPERVISOR)
    said, fault = read_words(command.reason, LONGEST_WORDS)
    with unit_of_work as unit:
        row = unit.session.get(PerformanceConsequence, command.consequence_id, with_for_update=True)
        if row is None:
            raise NotFound
        errors = {"reason": fault} if fault else {}
        if command.decision not in _DECISIONS:
            errors["decision"] = "REQUIRED"
        if errors:
            raise InvalidInput(errors)
        # Whoever objects at this moment locks the score, too.
        score = unit.session.get_one(PerformanceScore, row.score_id, with_for_update=True)
        state = _DECISIONS[command.decision]
        if row.state is state and (row.reason, row.decided_by) == (said, login):
            return score.id
        if row.state is not ConsequenceState.PROPOSED:
            raise Conflict(code=CONSEQUENCE_DECIDED)
        if row.by == login or read_sight(unit, actor).may_object(score):
            raise NotPermitted(code=OWN_PROPOSAL)
        open_one = select(PerformanceObjection.id).where(
            PerformanceObjection.score_id == score.id, PerformanceObjection.state == ObjectionState.OPEN
        )
        if unit.session.scalar(open_one) is not None:
            raise RuleRefused(OBJECTION_WAITS)
        row.state, row.reason = state, said
        row.decided_by, row.decided_at = login, unit.clock.now()
        payload = {"score": score.id, "consequence": row.id}
        unit.trail.add(None, f"performance.consequence_{state.value}", payload, actor)
        return score.id
