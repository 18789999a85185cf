"""Which steps the replay can take at all, and which it cannot even say."""

from __future__ import annotations

from deploy.replay.cases import NoRouteYet, NotExpressible
from deploy.replay.intake_door import CHANNELS
from deploy.replay.organisation import logins, outside_units
from deploy.replay.samples import Step, Story
from deploy.replay.step_keys import keys_of
from deploy.replay.story_steps import MOVES_OF_STEP

COMPLAINANT = "complainant"


def require_expressible(step: Step, story: Story) -> None:
    """Raises NotExpressible for an action, an actor, a channel or a key that nobody knows here.

    A key that is dropped without a word would let a story end well that was never lived.
    """
    known = keys_of(step.action)
    if known is None:
        raise NotExpressible(f"{step.no} action {step.action}")
    if story.channel not in CHANNELS:
        raise NotExpressible(f"{step.no} channel {story.channel}")
    if not _is_known(step.actor):
        raise NotExpressible(f"{step.no} actor {step.actor}")
    unknown = [*step.unknown, *known.unknown_in(step.data)]
    if unknown:
        raise NotExpressible(f"{step.no} {step.action} key {', '.join(unknown)}")


def require_route(step: Step, story: Story) -> None:
    """Raises NoRouteYet for a step that this system cannot take, NotExpressible for one that it does not understand."""
    require_expressible(step, story)
    if step.action not in MOVES_OF_STEP:
        raise NoRouteYet(f"{step.no} {step.action}")
    known = keys_of(step.action)
    to_come = known.to_come_in(step.data) if known is not None else ""
    if to_come:
        raise NoRouteYet(f"{step.no} {step.action} ({to_come})")


def _is_known(actor: str) -> bool:
    outside = actor.removeprefix("unit:")
    return actor in logins() or actor == COMPLAINANT or (outside != actor and outside in outside_units())
