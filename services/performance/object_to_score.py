"""Whom a released score is of objects to it in time, with reasons."""

from sqlalchemy import select

from models.clock.legal_time import beijing_date
from models.ground.errors import InvalidInput, NotPermitted, RuleRefused
from models.ground.ids import new_id
from models.ground.performance_codes import ObjectionState, RoundState
from models.office.performance_score import PerformanceObjection
from services.actor import Actor
from services.forms.typed import read_words
from services.performance.who_sees import get_score, read_sight
from services.unit_of_work import UnitOfWork

LONGEST_WORDS = 1_000
NOT_YOUR_SCORE, OBJECTION_TOO_LATE, OBJECTION_OPEN = (
    "NOT_YOUR_SCORE",
    "SCORE_OBJECTION_LATE",
    "SCORE_OBJECTION_OPEN",
)


def object_to_score(score_id: str, words: str, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the objection; the same words again are the same one.

    NotFound; InvalidInput on `words`; NotPermitted(NOT_YOUR_SCORE); RuleRefused(SCORE_OBJECTION_LATE) after the last day
    and before the release, RuleRefused(SCORE_OBJECTION_OPEN) where another one waits.
    """
    said, fault = read_words(words, LONGEST_WORDS)
    with unit_of_work as unit:
        sight = read_sight(unit, actor)
        score, row = get_score(score_id, sight, unit, for_update=True)
        if not sight.may_object(score):
            raise NotPermitted(code=NOT_YOUR_SCORE)
        if fault:
            raise InvalidInput({"words": fault})
        query = select(PerformanceObjection).where(PerformanceObjection.score_id == score.id)
        earlier = unit.session.scalars(query).all()
        same = next((one for one in earlier if one.words == said and one.by == sight.login), None)
        if same is not None:
            return same.id
        if any(one.state is ObjectionState.OPEN for one in earlier):
            raise RuleRefused(OBJECTION_OPEN)
        today = beijing_date(unit.clock.now())
        if (
            row.state is not RoundState.RELEASED
            or row.objections_until is None
            or today > row.objections_until
        ):
            raise RuleRefused(OBJECTION_TOO_LATE)
        made = PerformanceObjection(id=new_id(), score_id=score.id, state=ObjectionState.OPEN, words=said)
        made.by, made.at = sight.login, unit.clock.now()
        unit.session.add(made)
        unit.trail.add(None, "performance.objected", {"score": score.id, "objection": made.id}, actor)
        return made.id
