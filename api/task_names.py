"""What a task is called on pages: as its diagram names it, which owners may change; the catalogue translates."""

from __future__ import annotations

from flask import Flask

from api.i18n import code_text, has_text, language
from services.views.my_tasks import TaskRow


def task_name(row: TaskRow) -> str:
    """The name in the person's language; a task that an owner drew without a name is called by its form."""
    own_name = row.name or (None if has_text(f"element.{row.element_id}") else row.form_id)
    return element_name(row.element_id, own_name)


def element_name(element_id: str, own_name: str | None) -> str:
    """In Chinese what the diagram calls the element; in English the catalogue's name, where it has one."""
    is_known = has_text(f"element.{element_id}")
    if own_name and (language() == "zh" or not is_known):
        return own_name
    return code_text("element", element_id) if is_known else element_id


def register_task_names(app: Flask) -> None:
    """Bind the functions that templates use."""
    app.jinja_env.globals.update(task_name=task_name, element_name=element_name)
