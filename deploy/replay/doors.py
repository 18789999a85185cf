"""What is done at a place of its own, mostly from outside: at the query code, or with the receipt code of a unit."""

from __future__ import annotations

from deploy.replay.cases import LivedCase
from deploy.replay.in_stories import Knock
from deploy.replay.kinds import IN_STORIES
from deploy.replay.office import Office
from deploy.replay.samples import Step
from deploy.replay.split import correct_registration

DOORS: dict[str, Knock] = {
    "corrected": correct_registration,
    **{name: knock for kind in IN_STORIES.values() for name, knock in kind.doors.items()},
}
TASK_OF_DOOR: dict[str, str] = {
    door: form for kind in IN_STORIES.values() for door, form in kind.task_of_door.items()
}


def knock(office: Office, case: LivedCase, step: Step, door: str) -> None:
    """Do what the step does at this door; raises StepRefused when it stays shut."""
    DOORS[door](office, case, step)
