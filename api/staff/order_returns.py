"""`/orders/returns`: what goes back to the hotline (回填), as a file for a stated purpose, and what it has taken."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit, office_now
from api.i18n import code_text
from api.looks import note_cases
from api.moments import moment
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.table_files import CSV_TYPE, write_csv, write_xlsx
from models.clock.legal_time import beijing_date
from models.ground.assessment_codes import ProcessingActivity
from models.ground.errors import InvalidInput
from services.orders.returns import LONGEST_PURPOSE, confirm_file, list_returns, take_file
from services.privacy.list_assessments import list_standings

blueprint = Blueprint("staff_order_returns", __name__, url_prefix="/orders/returns")
# As the hotline calls its columns, whatever language the page is in.
HEAD = ("工单编号", "投诉编号", "回填类别", "办理结果", "办理情况", "办理时间")
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("")
@permission(Permission.INTAKE)
def returns() -> str:
    """What the hotline has not taken, or what it has."""
    return _page("", {})


@blueprint.post("/file")
@permission(Permission.INTAKE)
def file() -> Response | tuple[str, int]:
    """All that the hotline has not taken, as a file; that it was taken out is on record before its first byte."""
    purpose = request.form.get("purpose", "")
    try:
        lines = take_file(purpose, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(purpose, dict(refused.errors)), 422
    note_cases(line.complaint_id for line in lines)
    rows = [
        [
            line.order,
            line.case,
            code_text("return_kind", line.kind.value),
            line.result,
            line.text,
            moment(line.at),
        ]
        for line in lines
    ]
    name = f"工单回填-{beijing_date(office_now()).isoformat()}"
    if request.form.get("format") == "csv":
        return send_stream(write_csv(HEAD, rows), f"{name}.csv", CSV_TYPE)
    return send_stream(write_xlsx(HEAD, rows), f"{name}.xlsx", _XLSX_TYPE)


@blueprint.post("/taken")
@permission(Permission.INTAKE)
def taken() -> BaseResponse:
    """The hotline has what went out in this file."""
    number = confirm_file(request.form.get("file_id", ""), make_unit(), current_actor())
    return redirect(url_for("staff_order_returns.returns", done=number), code=303)


def _page(purpose: str, errors: dict[str, str]) -> str:
    is_taken = request.args.get("group") == "taken"
    page = int(asked) if (asked := request.args.get("page", "1")).isdecimal() else 1
    done = request.args.get("done", "")
    return render_template(
        "staff/order_returns.html",
        page=list_returns(is_taken, page, make_unit(), current_actor()),
        is_taken=is_taken,
        assessments=list_standings((ProcessingActivity.HOTLINE,), make_unit()),
        values={"purpose": purpose},
        errors=errors,
        done=int(done) if done.isdecimal() and len(done) < 8 else None,
        longest_purpose=LONGEST_PURPOSE,
    )
