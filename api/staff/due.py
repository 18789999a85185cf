"""The due list: every running limit and open window of the office, the nearest first; right without the engine too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import Blueprint, Response, render_template, request, stream_with_context

from api.context import current_actor, make_unit, monitor
from api.i18n import code_text, gettext
from api.looks import put_rows_on_record
from api.moments import moment
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.staff.due_filter import KINDS, as_values, due_url, read_filter
from api.table_files import CSV_TYPE, write_csv
from models.case.lifecycle import Stage
from models.ground.codes import Category
from models.ground.errors import InvalidInput
from services.board.due_filter import NOBODY, DueFilter, Urgency
from services.board.due_row import DueRow
from services.board.list_due import Place, export_due, list_due
from services.board.note_export import TakeList, note_export
from services.lists.case_table import LONGEST_PURPOSE
from services.office.unit_options import list_every_unit_option
from services.views.colleagues import list_colleagues

blueprint = Blueprint("staff_due", __name__, url_prefix="/due")

_HEAD = (
    "Due",
    "State",
    "Hours left",
    "Limit",
    "Round",
    "Which of the kind",
    "Matters",
    "Complaint number",
    "Stage",
    "Category",
    "Unit",
    "Handled by",
)


@blueprint.get("")
@permission(Permission.SUPERVISE)
def due_list() -> str:
    """A page of the items that meet the filter, with the number of each urgency and of all that are late."""
    return _page(read_filter(request.args), {})


@blueprint.post("/export.csv")
@permission(Permission.SUPERVISE)
def export() -> Response | tuple[str, int]:
    """All items that meet the filter, written out while they are read; who took them away and what for is on record first."""
    chosen = read_filter(request.form)
    command = TakeList("due", as_values(chosen), request.form.get("purpose", ""))
    try:
        note_export(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(chosen, dict(refused.errors)), 422
    read = export_due(chosen, make_unit(), current_actor())
    rows = put_rows_on_record(read, lambda row: (row.complaint_id, row.complaint_id))
    head = [gettext(name) for name in _HEAD]
    return send_stream(stream_with_context(write_csv(head, _lines(rows))), "due.csv", CSV_TYPE)


def _page(chosen: DueFilter, errors: Mapping[str, str]) -> str:
    place = Place(request.args.get("before", ""), request.args.get("after", ""))
    with make_unit().reading() as unit:
        units = list_every_unit_option(unit)
    return render_template(
        "staff/due.html",
        page=list_due(chosen, make_unit(), current_actor(), place),
        chosen=as_values(chosen),
        due_url=due_url,
        urgencies=tuple(Urgency),
        kinds=KINDS,
        units=units,
        people=list_colleagues(make_unit()),
        stages=tuple(stage for stage in Stage if stage is not Stage.ARCHIVED),
        categories=tuple(Category),
        nobody=NOBODY,
        is_engine_away=not monitor().is_ready(),
        values={"purpose": request.form.get("purpose", "")},
        errors=errors,
        longest_purpose=LONGEST_PURPOSE,
    )


def _lines(rows: Iterator[DueRow]) -> Iterator[list[str]]:
    for row in rows:
        subject = row.subject
        limit = (
            code_text("limit_key", row.limit_key) if row.limit_key else code_text(row.kind_group, row.kind)
        )
        yield [
            moment(row.due_at),
            code_text("rung", row.rung),
            f"{row.seconds_left / 3600:.1f}",
            limit,
            str(row.round),
            str(subject.no) if subject and subject.no else "",
            "、".join(str(no) for no in subject.matter_nos) if subject else "",
            row.number,
            code_text("stage", row.stage),
            code_text("category", row.category) if row.category else "",
            row.unit_name or "",
            row.handler_name or "",
        ]
