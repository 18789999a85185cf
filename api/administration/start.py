"""`/administration`, where administrators begin: every page of theirs with what it is for and how much there needs a look."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from api.context import make_unit
from api.navigation import ENTRIES, Entry, Group
from api.security.permissions import Permission, permission
from models.ground.assessment_codes import ProcessingActivity
from services.privacy.list_assessments import list_standings

blueprint = Blueprint("administration", __name__, url_prefix="/administration")
# Switched on by settings, not on a page: this is where it can be told.
_BY_SETTINGS = (ProcessingActivity.EMAIL, ProcessingActivity.SMS, ProcessingActivity.BUCKET)


@dataclass(frozen=True, slots=True)
class Tile:
    """A page of the group; `waits` is what needs a look there, None where nothing is counted."""

    entry: Entry
    waits: int | None


@blueprint.get("")
@permission(Permission.ADMINISTER)
def start() -> str:
    """From the table of the navigation: a page that is entered there has its tile here, in the same order."""
    entries = [
        row for row in ENTRIES if row.group is Group.ADMINISTRATION and row.address != blueprint.url_prefix
    ]
    return render_template(
        "administration/start.html",
        tiles=[Tile(row, _count(row)) for row in entries],
        assessments=list_standings(_BY_SETTINGS, make_unit()),
    )


def _count(entry: Entry) -> int | None:
    if entry.look is not None:
        return entry.look()
    return int(entry.badge().number) if entry.badge is not None else None
