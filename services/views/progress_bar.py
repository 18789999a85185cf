"""The way of a complaint as one bar: which steps it takes, which are behind it, where it stands."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from models.case.lifecycle import Stage
from services.views.progress_steps import ProgressStep
from services.views.way_step import StepState, WayStep

# Each step with the stage in which it is under way and the dated steps that tell of it.
_WAY: tuple[tuple[str, Stage, tuple[str, ...]], ...] = (
    ("decide", Stage.INTAKE, ("ACCEPTED", "REFUSED", "REFERRED", "MERGED", "CONSULTED", "SETTLED")),
    ("investigate", Stage.INVESTIGATION, ("INVESTIGATING",)),
    ("settle", Stage.DISPOSAL, ("DECIDING", "APPROVED")),
    ("answer", Stage.FEEDBACK, ("ANSWERED", "ANSWERED_TOGETHER")),
    ("visit", Stage.RETURN_VISIT, ("VISITED", "RATED")),
    ("close", Stage.ARCHIVED, ("CLOSED",)),
)
_REFERRAL = ("refer", Stage.REFERRAL, ("REFERRED",))
# Who is not the party is told no more of the handling than that it is under way.
_BOUNDED = (_WAY[0], ("handle", Stage.INVESTIGATION, ("ACCEPTED",)), _WAY[5])
# What begins the way anew.
_ANEW = frozenset({"REDONE", "REOPENED"})


def list_bar(
    stage: Stage, steps: Sequence[ProgressStep], *, is_answered: bool, is_bounded: bool
) -> tuple[WayStep, ...]:
    """All steps of the way, the received complaint first; one that was passed over is left out."""
    reached = _map_reached(steps)
    received = WayStep("received", StepState.DONE, steps[0].at if steps else None)
    return (received, *_list_steps(stage, _way(stage, is_answered, is_bounded), reached))


def _way(stage: Stage, is_answered: bool, is_bounded: bool) -> list[tuple[str, Stage, tuple[str, ...]]]:
    way = list(_BOUNDED if is_bounded else _WAY)
    if stage is Stage.REFERRAL:
        # What was decided is answered first; the rest is then still with an authority outside.
        way.insert(len(way) - 1 if is_answered or is_bounded else 1, _REFERRAL)
    return way


def _list_steps(
    stage: Stage, way: Sequence[tuple[str, Stage, tuple[str, ...]]], reached: dict[str, datetime]
) -> Iterator[WayStep]:
    here = next((place for place, step in enumerate(way) if step[1] is stage), len(way) - 1)
    for place, (code, _, told) in enumerate(way):
        at = next((reached[name] for name in told if name in reached), None)
        if place > here:
            yield WayStep(code, StepState.TODO, None)
        elif place == here and stage is not Stage.ARCHIVED:
            yield WayStep(code, StepState.CURRENT, at)
        elif at is not None or place == here:
            yield WayStep(code, StepState.DONE, at)


def _map_reached(steps: Sequence[ProgressStep]) -> dict[str, datetime]:
    """When each dated step was first taken, since the case was last begun anew where it was taken again."""
    begun = max((place for place, step in enumerate(steps) if step.code in _ANEW), default=-1) + 1
    earlier = {step.code: step.at for step in reversed(steps[:begun])}
    return earlier | {step.code: step.at for step in reversed(steps[begun:])}
