"""`/administration/calendar`: the work calendar of a year, and the days that the centre sets itself, previewed before."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.administration.calendar_what_if import try_days
from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.case.lifecycle import DayKind
from models.clock.legal_time import parse_any_day
from models.ground.errors import InvalidInput
from services.office.calendar_year import get_calendar_year
from services.office.override_day import LOCAL_KINDS, MAX_REASON, OverrideDay, override_day
from services.office.remove_override import RemoveOverride, remove_override
from services.views.day_preview import DayChange, DayPreview, preview_day

blueprint = Blueprint("administration_calendar", __name__, url_prefix="/administration/calendar")

# What decides when the calendar stands otherwise than it did when the preview was drawn.
CALENDAR_CHANGED = "CALENDAR_CHANGED"
FIELDS = ("day", "kind", "reason")

Values = dict[str, str]


@blueprint.get("")
@permission(Permission.ADMINISTER)
def year() -> str:
    """The year of today, or another that is known."""
    return _year_page(request.args.get("year", type=int))


@blueprint.get("/day")
@permission(Permission.ADMINISTER)
def day() -> str | tuple[str, int]:
    """What a closure or a workday would do; without a kind, what taking the centre's own word back would."""
    return _answer_day({name: request.args.get(name, "").strip() for name in FIELDS})


@blueprint.post("/day")
@permission(Permission.ADMINISTER)
def set_day() -> BaseResponse | str | tuple[str, int]:
    """Set the day or take it back, as it was previewed; faults come back on the preview."""
    values = {name: request.form.get(name, "").strip() for name in FIELDS}
    try:
        shown = _preview(values)
        if shown.edition != request.form.get("edition", ""):
            return _day_page(shown, values, code=CALENDAR_CHANGED), 409
        if values["kind"]:
            command = OverrideDay(shown.day, DayKind(values["kind"]), values["reason"])
            override_day(command, make_unit(), current_actor())
        else:
            remove_override(RemoveOverride(shown.day, values["reason"]), make_unit(), current_actor())
    except InvalidInput as refused:
        return _answer_day(values, refused)
    return redirect(
        url_for(
            "administration_calendar.year", year=shown.day.year, done="set" if values["kind"] else "taken"
        ),
        code=303,
    )


def _answer_day(values: Values, refused: InvalidInput | None = None) -> str | tuple[str, int]:
    """The preview with its form; where the day itself is at fault, the page of the year with what was typed."""
    try:
        shown = _preview(values)
    except InvalidInput as fault:
        return _year_page(None, values, dict(fault.errors)), 422
    errors = {} if refused is None else dict(refused.errors)
    page = _day_page(shown, values, errors)
    return (page, 422) if errors else page


def _preview(values: Values) -> DayPreview:
    try:
        chosen = parse_any_day(values["day"])
    except ValueError:
        raise InvalidInput({"day": "NOT_A_DATE" if values["day"] else "REQUIRED"}) from None
    change = DayChange(chosen, values["kind"], request.args.get("page", 1, type=int))
    return preview_day(change, make_unit(), current_actor())


def _day_page(
    shown: DayPreview, values: Values, errors: dict[str, str] | None = None, *, code: str = ""
) -> str:
    return render_template(
        "administration/calendar_day.html",
        shown=shown,
        tried=None if shown.is_same else try_days([(shown.day, shown.after)]),
        values=values,
        errors=errors or {},
        code=code,
        longest_reason=MAX_REASON,
    )


def _year_page(chosen: int | None, values: Values | None = None, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "administration/calendar.html",
        calendar=get_calendar_year(chosen, make_unit(), current_actor()),
        kinds=sorted(LOCAL_KINDS),
        values=values or {},
        errors=errors or {},
        done=request.args.get("done", ""),
        moved=request.args.get("moved", 0, type=int),
    )
