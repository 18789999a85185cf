"""How many open tasks a person holds, beside the list's name on every page of his."""

from __future__ import annotations

from typing import cast

from flask import g

from api.context import current_actor
from api.frame_unit import frame_unit
from services.worklist.count_my_tasks import MOST_SHOWN, TaskCount, count_my_tasks


def task_badge() -> TaskCount:
    """Asked by the frame of the page where the person may handle cases."""
    counted = cast(int | None, g.get("held_tasks"))
    if counted is not None:
        return TaskCount(min(counted, MOST_SHOWN), has_more=counted > MOST_SHOWN)
    return count_my_tasks(frame_unit(), current_actor())


def note_held_tasks(number: int) -> None:
    """The page of this request has counted them already."""
    g.held_tasks = number
