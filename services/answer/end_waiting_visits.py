"""Whoever is asked by another way, or has answered, is asked by no letter that still waits to be posted."""

from models.case.lifecycle import ClockStopReason
from services.actor import Actor
from services.casefile.post_list import let_visits_go
from services.clocks.return_limit import meet_return_limits
from services.unit_of_work import Unit

ASKED_OTHERWISE = "已另行回访"


def end_waiting_visits(complaint_id: str, unit: Unit, actor: Actor) -> None:
    """Take letters of visits off the list of the post, and end the limits for sending again what came back."""
    ids = let_visits_go(complaint_id, ASKED_OTHERWISE, unit, actor)
    meet_return_limits(complaint_id, ids, ClockStopReason.CANCELLED, unit)
