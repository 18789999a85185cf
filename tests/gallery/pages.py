"""Which pages the gallery shows: one of each route, as the first person who may see it; a task and an act of each form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import Stage, TaskState
from models.case.task import Task
from tests.office_process import OfficeProcess
from tests.pages_walk.walk import CITIZEN, Walk
from tests.pages_walk.walked_office import _citizen, _people, _staff

# In the order of a complaint's way: whoever works on a page most is asked for it first.
ROLES = (
    "intake",
    "investigator",
    "approver",
    "return_visit",
    "unit_rep",
    "window_staff",
    "supervisor",
    "director",
    "administrator",
)
_PER_ROUTE = 12
_PLACE = re.compile(r"[^a-z0-9-]+")
# Addresses that differ by what is done, not by which row is shown.
_KINDS = re.compile(r"/acts/([a-z-]+)$")


@dataclass(frozen=True)
class GalleryPage:
    """`name` is the picture's name: route, kind, and who looks."""

    role: str
    path: str
    name: str


def list_pages(office: OfficeProcess, per_route: int = _PER_ROUTE) -> Iterator[GalleryPage]:
    """Every page once; of what one route shows in many ways, those that `per_route` rows of it lead to."""
    people = _people(office)
    forms, stages = _forms(office), _stages(office)
    walk = Walk()
    with _citizen(office) as citizen:
        walk.follow_links(CITIZEN, citizen, 1)
    for role in ROLES:
        walk.follow_links(role, _staff(office, people[role]), per_route)
    shown: set[str] = set()
    for page in walk.pages:
        if not page.html or page.status != httpx.codes.OK:
            continue
        key = page.path.rpartition("/")[2]
        act = _KINDS.search(page.path)
        kind = forms.get(key) or stages.get(key) or (act[1] if act else "")
        # A list looks different to each who works with it; what is one thing looks the same.
        own = f" {page.person}" if page.rule in ("/tasks", "/cases") else ""
        place = f"{page.rule} {kind}{own}"
        if place not in shown:
            shown.add(place)
            yield GalleryPage(page.person, page.path, _name(page.rule, kind, page.person))


def _name(rule: str, kind: str, person: str) -> str:
    # With the names of its places: a list and one of its rows are two pictures.
    parts = [_PLACE.sub("-", rule.lower()).strip("-") or "home", kind]
    return "--".join([*(part for part in parts if part), person or "citizen"])


def _forms(office: OfficeProcess) -> dict[str, str]:
    with office.clock.database.read() as session:
        rows = session.execute(select(Task.user_task_key, Task.form_id).where(Task.state == TaskState.OPEN))
        return {key: form for key, form in rows if form}


def _stages(office: OfficeProcess) -> dict[str, str]:
    with office.clock.database.read() as session:
        rows = session.execute(select(Complaint.id, Complaint.stage)).all()
        return {row: Stage(stage).value for row, stage in rows}
