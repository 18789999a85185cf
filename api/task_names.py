"""What a task is called on pages: as its diagram names it, which owners may change; the catalogue translates."""

from __future__ import annotations

from flask import Flask

from api.i18n import code_text, gettext, has_text, language
from services.views.my_tasks import TaskRow


def task_name(row: TaskRow) -> str:
    """The name in the person's language; ids are no names, so one that an owner drew without a name is said to have none."""
    if row.name or has_text(f"element.{row.element_id}"):
        return element_name(row.element_id, row.name)
    return gettext("a task without a name")


def element_name(element_id: str, own_name: str | None, element_type: str | None = None) -> str:
    """In Chinese what the diagram calls the element; in English the catalogue's name, where it has one.

    One without a name is called by what kind of element it is.
    """
    is_known = has_text(f"element.{element_id}")
    if own_name and own_name != element_id and (language() == "zh" or not is_known):
        return own_name
    if is_known:
        return code_text("element", element_id)
    kind = element_type if has_text(f"element_type.{element_type}") else None
    return code_text("element_type", kind) if kind else gettext("a step without a name")


def process_name(process_id: str, own_name: str | None) -> str:
    """As element_name, of a whole process."""
    is_known = has_text(f"process.{process_id}")
    if own_name and own_name != process_id and (language() == "zh" or not is_known):
        return own_name
    return code_text("process", process_id) if is_known else gettext("a process without a name")


def variable_name(name: str) -> str:
    """What a variable of the process holds; those that the shipped diagrams do not have are their owner's."""
    if has_text(f"variable.{name}"):
        return code_text("variable", name)
    return gettext("a value of the diagram's owner")


def register_task_names(app: Flask) -> None:
    """Bind the functions that templates use."""
    app.jinja_env.globals.update(
        task_name=task_name, element_name=element_name, process_name=process_name, variable_name=variable_name
    )
