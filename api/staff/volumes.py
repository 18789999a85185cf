"""案卷: the index of a case's file, what it lacks, and the file to read and to hand over."""

from __future__ import annotations

from flask import Blueprint

from api.security.permissions import Permission, permission
from api.staff.case_page import render_section
from api.staff.case_sections import VOLUMES
from services.volumes.open_index import read_index

blueprint = Blueprint("staff_volumes", __name__)


@blueprint.get("/cases/<complaint_id>/archive")
@permission(Permission.HANDLE)
def volumes(complaint_id: str) -> str:
    """What the file consists of, in its order."""
    return render_section(complaint_id, VOLUMES, read_index=read_index)
