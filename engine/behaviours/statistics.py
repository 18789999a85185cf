"""Counters per element of a definition, kept with the rows they count."""

from __future__ import annotations

from engine.core.turn import Turn
from engine.model.elements import ElementType
from engine.state.element_instance import ElementInstance
from engine.state.element_statistic import CountedEnd, ElementStatistic


def count(turn: Turn, token: ElementInstance, **changes: int) -> None:
    """Add to counters of the token's element (`active`, `completed`, `canceled`, `incidents`)."""
    if token.scope_key is None:
        return
    if token.element_type == ElementType.MULTI_INSTANCE_BODY:
        # Its inner instances are counted; the body itself only while it has an incident, as Operate does.
        incidents = changes.get("incidents", 0)
        if not incidents:
            return
        changes = {"active": incidents, "incidents": incidents}
    place = (token.process_definition_key, token.element_id)
    statistic = turn.state.find_by(ElementStatistic, "statistics", place)
    if statistic is None:
        statistic = ElementStatistic(turn.state.new_key(), *place)
        turn.state.put(statistic)
    turn.state.change(
        statistic, **{name: getattr(statistic, name) + change for name, change in changes.items()}
    )


def uncount(turn: Turn, end: CountedEnd, number: int) -> None:
    """Take ended elements whose rows are deleted out of their counter, which never falls below none."""
    place = (end.process_definition_key, end.element_id)
    statistic = turn.state.find_by(ElementStatistic, "statistics", place)
    if statistic is not None:
        turn.state.change(statistic, **{end.counter: max(getattr(statistic, end.counter) - number, 0)})
