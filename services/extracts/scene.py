"""Where a person stands who is about to fill a form: the case, who he is, and the task where there is one."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.task import Task
from services.actor import Actor, staff_id_of
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Scene:
    """`task` is None for an act, which has none behind it."""

    unit: Unit
    complaint: Complaint
    actor: Actor
    task: Task | None = None

    @property
    def login(self) -> str:
        """Who looks."""
        return staff_id_of(self.actor)
