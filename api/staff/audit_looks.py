"""`/audit/looks`: who looked at what, as an auditor reads it; nobody else does, and handlers never of each other."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.look_codes import LookKind
from services.audit.list_trail import MOST_NO
from services.forms.typed import read_day, read_number
from services.looks.find_viewer import NOBODY
from services.looks.list_looks import FindLooks, list_looks

blueprint = Blueprint("staff_audit_looks", __name__, url_prefix="/audit/looks")


@blueprint.get("")
@permission(Permission.AUDIT)
def looks() -> str:
    """Looks, the newest first; a day that is none narrows nothing and is marked."""
    asked = {
        name: request.args.get(name, "").strip() for name in ("kind", "viewer", "number", "since", "until")
    }
    days = {name: read_day(asked[name]) for name in ("since", "until")}
    command = FindLooks(
        kind=LookKind(asked["kind"]) if asked["kind"] in set(LookKind) else None,
        viewer=asked["viewer"],
        number=asked["number"].upper(),
        since=days["since"],
        until=days["until"],
        before=read_number(request.args.get("before", ""), 1, MOST_NO),
    )
    found = list_looks(command, make_unit(), current_actor())
    kept = urlencode({name: value for name, value in asked.items() if value} | {"before": found.before})
    return render_template(
        "staff/audit_looks.html",
        found=found,
        kinds=tuple(LookKind),
        people=sorted(found.people.items(), key=lambda pair: pair[1]),
        nobody=NOBODY,
        values=asked,
        errors={name: "NOT_A_DATE" for name, day in days.items() if asked[name] and day is None},
        older=f"/audit/looks?{kept}" if found.before else None,
    )
