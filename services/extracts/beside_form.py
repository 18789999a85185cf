"""What stands beside a form: the parts that its descriptor declares, read for the person who fills it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models.case.complaint import Complaint
from models.case.task import Task
from services.access.readable_cases import may_read_case
from services.actor import Actor
from services.extracts.registry import read_parts
from services.extracts.scene import Scene
from services.office.people_names import map_people_names
from services.office.unit_options import map_unit_names
from services.tasks.extract import OF_THE_FILE, Extract
from services.tasks.registry import find_task_of_form
from services.unit_of_work import UnitOfWork
from services.views.neighbours import Near, read_near
from services.views.task_page import TaskPage, read_task


@dataclass(frozen=True, slots=True)
class Beside:
    """By name what is to be drawn, `order` as the descriptor has it. Rows are the database's own, for reading only.

    `asks_left`: the form's own telling fields go beside it too. `instead_of`: those of them that a part says already.
    """

    order: tuple[str, ...] = ()
    parts: Mapping[str, object] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    unit_names: Mapping[str, str] = field(default_factory=dict)
    asks_left: bool = False
    instead_of: frozenset[str] = frozenset()


def read_beside(declared: Sequence[Extract], scene: Scene) -> Beside:
    """Whoever may not read the case gets what the form itself tells and nothing else: a unit, its representative."""
    order = tuple(name.value for name in declared)
    asks_left = Extract.ASKED in declared
    if not may_read_case(scene.complaint, scene.unit, scene.actor):
        return Beside(order=order, asks_left=asks_left)
    known = read_parts()
    wanted = [known[name] for name in declared if name is not Extract.ASKED]
    found = {part.name.value: content for part in wanted if (content := part.read(scene)) is not None}
    shown = [part for part in wanted if part.name.value in found]
    return Beside(
        order=order,
        parts=found,
        names=map_people_names(scene.unit),
        unit_names=map_unit_names(scene.unit),
        asks_left=asks_left,
        instead_of=frozenset().union(*(part.instead_of for part in shown)),
    )


@dataclass(frozen=True, slots=True)
class Workplace:
    """A task with what it decides on and the tasks beside it in the list, read in one look."""

    page: TaskPage
    beside: Beside
    near: Near
    can_open_case: bool


def get_workplace(user_task_key: str, unit_of_work: UnitOfWork, actor: Actor) -> Workplace:
    """NotFound for whoever may neither work on the task nor read its case."""
    with unit_of_work.reading() as unit:
        page = read_task(user_task_key, unit, actor)
        task = unit.session.get_one(Task, user_task_key)
        complaint = unit.session.get_one(Complaint, task.complaint_id)
        return Workplace(
            page,
            read_beside(extract_of(task), Scene(unit, complaint, actor, task)),
            read_near(user_task_key, unit, actor),
            may_read_case(complaint, unit, actor),
        )


def extract_of(task: Task) -> tuple[Extract, ...]:
    """What its descriptor declares; an owner's task decides on the file."""
    work = find_task_of_form(task.form_id)
    return (Extract.ASKED, *OF_THE_FILE) if work is None else work.extract
