"""奖优罚劣: what is proposed for whom a released score is of, in words."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models.ground.codes import Role
from models.ground.errors import InvalidInput, NotPermitted, RuleRefused
from models.ground.ids import new_id
from models.ground.performance_codes import ConsequenceKind, ConsequenceState, RoundState
from models.office.performance_score import PerformanceConsequence
from services.actor import Actor, require_role
from services.forms.typed import read_words
from services.performance.who_sees import get_score, read_sight
from services.unit_of_work import UnitOfWork

LONGEST_WORDS = 500
NOT_RELEASED, FOR_ONESELF = "SCORE_NOT_RELEASED", "CONSEQUENCE_FOR_ONESELF"


@dataclass(frozen=True, slots=True)
class ProposeConsequence:
    """As the form has it."""

    score_id: str
    kind: str
    words: str


def propose_consequence(command: ProposeConsequence, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Its id; the same again is the same.

    InvalidInput on `kind`, `words`; NotPermitted for one's own score, and for that of the unit that one heads;
    RuleRefused(SCORE_NOT_RELEASED).
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    said, fault = read_words(command.words, LONGEST_WORDS)
    with unit_of_work as unit:
        sight = read_sight(unit, actor)
        score, row = get_score(command.score_id, sight, unit, for_update=True)
        if sight.may_object(score):
            raise NotPermitted(code=FOR_ONESELF)
        errors = {"words": fault} if fault else {}
        if command.kind not in set(ConsequenceKind):
            errors["kind"] = "REQUIRED"
        if errors:
            raise InvalidInput(errors)
        if row.state is not RoundState.RELEASED:
            raise RuleRefused(NOT_RELEASED)
        query = select(PerformanceConsequence).where(PerformanceConsequence.score_id == score.id)
        for earlier in unit.session.scalars(query):
            if (earlier.kind, earlier.words, earlier.by) == (command.kind, said, login):
                return earlier.id
        made = PerformanceConsequence(
            id=new_id(), score_id=score.id, kind=ConsequenceKind(command.kind), words=said
        )
        made.state, made.by, made.at = ConsequenceState.PROPOSED, login, unit.clock.now()
        unit.session.add(made)
        payload = {"score": score.id, "consequence": made.id, "kind": command.kind}
        unit.trail.add(None, "performance.consequence_proposed", payload, actor)
        return made.id
