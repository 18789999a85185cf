"""The user tasks, one module a form. A module put here that holds a UserTask is one; nothing lists them."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from models.ground.errors import RuleRefused
from services.tasks.owner_form import OWNER_FORM
from services.tasks.user_task import FormWork, UserTask


def read_tasks() -> dict[str, UserTask]:
    """Those of the modules that stand in this room."""
    found: dict[str, UserTask] = {}
    package = import_module(__name__.rpartition(".")[0])
    for entry in iter_modules(package.__path__, f"{package.__name__}."):
        held = [] if entry.name == __name__ else vars(import_module(entry.name)).values()
        found |= {task.element.value: task for task in held if isinstance(task, UserTask)}
    return found


# By element id, in the order of their modules.
TASKS: dict[str, UserTask] = read_tasks()


def elements_where(is_meant: Callable[[UserTask], object]) -> frozenset[str]:
    """The element ids of the tasks that are meant."""
    return frozenset(element for element, task in TASKS.items() if is_meant(task))


def find_task_of_form(form_id: str | None) -> UserTask | None:
    """The task whose form this is; None for the form of an owner or of an act."""
    return next((task for task in TASKS.values() if task.form == form_id), None)


def get_handler(form_id: str | None) -> FormWork:
    """What takes the answers of a form; one that no task knows is an owner's. RuleRefused("FORM_UNKNOWN") without a form."""
    if not form_id:
        raise RuleRefused("FORM_UNKNOWN")
    return find_task_of_form(form_id) or OWNER_FORM
