"""The due-list: every running limit and open window of the office, the nearest first; right without the engine too."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit, monitor
from api.security.permissions import Permission, permission
from api.staff.due_rows import KINDS, list_due_rows
from models.case.lifecycle import Rung
from services.office.unit_options import list_unit_options
from services.views.page import MOST_COUNTED, page_of

blueprint = Blueprint("staff_due", __name__, url_prefix="/due")

_RUNNING = (Rung.OVER, Rung.SUPERVISED, Rung.NEAR, Rung.WITHIN, Rung.PAUSED)


@blueprint.get("")
@permission(Permission.SUPERVISE)
def due_list() -> str:
    """Clocks and windows, all or of one rung and one kind, with the number of each rung."""
    rows = list_due_rows(make_unit, current_actor())
    rung, kind = request.args.get("rung", ""), request.args.get("kind", "")
    chosen = [row for row in rows if (not rung or row.rung == rung) and (not kind or row.kind_key == kind)]
    return render_template(
        "staff/due.html",
        rows=page_of(chosen, request.args.get("page", 1, type=int)),
        is_cut=len(rows) > MOST_COUNTED,
        counts=Counter(row.rung for row in rows),
        rungs=_RUNNING,
        kinds=KINDS,
        unit_names=_unit_names(),
        chosen={"rung": rung, "kind": kind},
        is_engine_away=not monitor().is_ready(),
    )


def _unit_names() -> dict[str, str]:
    with make_unit().reading() as unit:
        return {option["value"]: option["label"] for option in list_unit_options(unit)}
