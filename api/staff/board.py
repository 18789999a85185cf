"""The day at a glance, where supervisors and directors begin: what is late, near, stuck, new, and with whom."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.due_filter import due_url
from api.staff.visible_incidents import count_visible_incidents
from api.standstill_badge import standstill_badge
from models.clock.legal_time import beijing_date, parse_any_day
from models.ground.errors import OutsideUnavailable
from services.board.cases_of_day import CasesOfDay, DayEvent, list_cases_of_day
from services.board.day_figures import read_day_figures
from services.board.due_filter import NOBODY
from services.repair.held_messages import list_held_messages

blueprint = Blueprint("staff_board", __name__, url_prefix="/board")


@blueprint.get("")
@permission(Permission.SUPERVISE)
def board() -> str:
    """Each number is the total of the list behind it; without the engine only its incidents are missing."""
    try:
        incidents = count_visible_incidents()
    except OutsideUnavailable:
        incidents = None
    return render_template(
        "staff/board.html",
        figures=read_day_figures(make_unit(), current_actor()),
        incidents=incidents,
        held=list_held_messages(make_unit(), current_actor()).total,
        standing=standstill_badge(),
        due_url=due_url,
        nobody=NOBODY,
    )


@blueprint.get("/cases")
@permission(Permission.SUPERVISE)
def cases_of_day() -> str:
    """The cases that came in or were closed on one day, behind the figures of the days."""
    event = DayEvent.CLOSED if request.args.get("what") == DayEvent.CLOSED else DayEvent.RECEIVED
    day = _read_day(request.args.get("day", ""))
    command = CasesOfDay(event, day, request.args.get("page", 1, type=int))
    found = list_cases_of_day(command, make_unit(), current_actor())
    return render_template("staff/board_cases.html", cases=found, event=event, day=day)


def _read_day(text: str) -> date:
    try:
        return parse_any_day(text)
    except ValueError:
        return beijing_date(make_unit().ports.clock.now())
