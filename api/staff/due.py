"""The due-list: every running limit of the office, the nearest first; right also while the engine is away."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit, monitor
from api.security.permissions import Permission, permission
from models.lifecycle import ClockKind, Rung
from services.views.due_clocks import list_due_clocks

blueprint = Blueprint("staff_due", __name__, url_prefix="/due")

MAX_SHOWN = 500
_RUNNING = (Rung.OVER, Rung.SUPERVISED, Rung.NEAR, Rung.WITHIN, Rung.PAUSED)


@blueprint.get("")
@permission(Permission.SUPERVISE)
def due_list() -> str:
    """Running clocks, all or of one rung and one limit, with the number of each rung."""
    clocks = list_due_clocks(make_unit(), current_actor())
    rung, kind = request.args.get("rung", ""), request.args.get("kind", "")
    chosen = [
        clock for clock in clocks if (not rung or clock.rung == rung) and (not kind or clock.kind == kind)
    ]
    return render_template(
        "staff/due.html",
        clocks=chosen[:MAX_SHOWN],
        total=len(chosen),
        counts=Counter(clock.rung for clock in clocks),
        rungs=_RUNNING,
        kinds=tuple(ClockKind),
        chosen={"rung": rung, "kind": kind},
        is_engine_away=not monitor().is_ready(),
    )
