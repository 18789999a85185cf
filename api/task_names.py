"""What a task is called on pages: the catalogue's name, or the element's own name for a task that an owner drew."""

from __future__ import annotations

from flask import Flask

from api.i18n import code_text, has_text
from services.views.my_tasks import TaskRow


def task_name(row: TaskRow) -> str:
    """The name in the person's language; an owner's element has only the name on the diagram, or its form."""
    if has_text(f"element.{row.element_id}"):
        return code_text("element", row.element_id)
    return row.name or row.form_id or row.element_id


def register_task_names(app: Flask) -> None:
    """Bind the function that templates use."""
    app.jinja_env.globals["task_name"] = task_name
