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


def get_beside_task(user_task_key: str, unit_of_work: UnitOfWork, actor: Actor) -> Beside:
    """What the task decides on; nothing for a form of an owner beside the file itself, and for an unknown task."""
    with unit_of_work.reading() as unit:
        task = unit.session.get(Task, user_task_key)
        complaint = unit.session.get(Complaint, task.complaint_id) if task is not None else None
        if task is None or complaint is None:
            return Beside()
        return read_beside(extract_of(task), Scene(unit, complaint, actor, task))


def extract_of(task: Task) -> tuple[Extract, ...]:
    """What its descriptor declares; an owner's task decides on the file."""
    work = find_task_of_form(task.form_id)
    return (Extract.ASKED, *OF_THE_FILE) if work is None else work.extract


def get_beside_act(
    complaint_id: str, declared: Sequence[Extract], unit_of_work: UnitOfWork, actor: Actor
) -> Beside:
    """The same for an act of a case."""
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, complaint_id)
        return Beside() if complaint is None else read_beside(declared, Scene(unit, complaint, actor))
