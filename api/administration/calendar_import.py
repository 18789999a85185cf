"""`/administration/calendar/import`: the yearly notice of holidays, with what it moves before it is entered."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.administration.calendar import CALENDAR_CHANGED
from api.administration.calendar_what_if import try_days
from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from services.case.import_calendar import ImportCalendar, import_calendar
from services.office.calendar_lines import NoticeLines, as_document, is_document
from services.office.override_day import MAX_REASON
from services.views.notice_preview import NoticePreview, preview_notice

blueprint = Blueprint(
    "administration_calendar_import", __name__, url_prefix="/administration/calendar/import"
)

FIELDS = ("text", "source", "published_on", "reason")
MOST_BYTES = 200_000

Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page is about beside its form; `fault` is a code with what it is about."""

    preview: NoticePreview | None = None
    errors: dict[str, str] | None = None
    code: str = ""


@blueprint.get("")
@permission(Permission.ADMINISTER)
def notice() -> str:
    """The form for a file or for lines."""
    return _page({}, _Shown())


@blueprint.post("")
@permission(Permission.ADMINISTER)
def enter() -> BaseResponse | str | tuple[str, int]:
    """Show what it moves, or enter what was previewed; faults come back with what was typed."""
    values = {name: request.form.get(name, "").strip() for name in FIELDS}
    shown: NoticePreview | None = None
    try:
        values["text"] = _sent_text() or values["text"]
        document = _document_of(values)
        shown = preview_notice(document, request.form.get("page", 1, type=int), make_unit(), current_actor())
        if request.form.get("go") != "enter":
            return _page(values, _Shown(shown))
        if shown.edition != request.form.get("edition", ""):
            return _page(values, _Shown(shown, code=CALENDAR_CHANGED)), 409
        _check_reason(values["reason"])
        done = import_calendar(ImportCalendar(document, values["reason"]), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(values, _Shown(shown, dict(refused.errors))), 422
    year = done.years[0] if done.years else shown.years[0].year
    place = url_for("administration_calendar.year", year=year, done="entered", moved=shown.moves.total)
    return redirect(place, code=303)


def _sent_text() -> str:
    """The text of the file; empty without one. InvalidInput on `file` for one that is too large or no text."""
    sent = request.files.get("file")
    content = b"" if sent is None else sent.stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise InvalidInput({"file": "TOO_LARGE_A_FILE"})
    try:
        return content.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise InvalidInput({"file": "NOT_TEXT"}) from None


def _document_of(values: Values) -> str:
    if not values["text"]:
        raise InvalidInput({"file": "REQUIRED"})
    if is_document(values["text"]):
        return values["text"]
    return as_document(NoticeLines(values["text"], values["source"], values["published_on"]))


def _check_reason(reason: str) -> None:
    if not reason or len(reason) > MAX_REASON:
        raise InvalidInput({"reason": "TOO_LONG" if reason else "REQUIRED"})


def _page(values: Values, shown: _Shown) -> str:
    told = {name: code.partition(": ") for name, code in (shown.errors or {}).items()}
    return render_template(
        "administration/calendar_import.html",
        values=values,
        preview=shown.preview,
        tried=try_days([(row.day, row.after) for row in shown.preview.days]) if shown.preview else None,
        code=shown.code,
        errors={name: parts[0] for name, parts in told.items()},
        about={name: parts[2] for name, parts in told.items()},
        longest_reason=MAX_REASON,
    )
