"""`/summaries`: figures of months, quarters, half-years and years (定期汇总), released by a person."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.i18n import speak_chinese
from api.period_words import word_period
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.staff.summary_tables import NOTHING, SHOWN, list_sheets, list_tables, word_change
from api.table_files import write_workbook
from models.ground.errors import InvalidInput
from models.ground.summary_codes import SummaryDecision
from services.lists.case_table import LONGEST_PURPOSE, check_purpose
from services.summaries.correct_summary import correct_summary
from services.summaries.decide_summary import LONGEST_WORDS, DecideSummary, decide_summary
from services.summaries.export_summary import (
    PrintSummary,
    SheetTable,
    TakeWorkbook,
    note_workbook,
    print_summary,
)
from services.summaries.read_summaries import list_summaries, read_summary

blueprint = Blueprint("staff_summaries", __name__, url_prefix="/summaries")
_LONGEST_NUMBER = 4
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("")
@permission(Permission.SUPERVISE)
def summaries() -> str:
    """All of them, the newest first, and how many are to be computed."""
    found = list_summaries(make_unit(), current_actor())
    return render_template("staff/summaries.html", found=found, word_period=word_period)


@blueprint.get("/<summary_id>")
@permission(Permission.SUPERVISE)
def summary(summary_id: str) -> str:
    """One, with what changed since it was released."""
    return _page(summary_id, {}, {})


@blueprint.post("/<summary_id>/decision")
@permission(Permission.SUPERVISE)
def decide(summary_id: str) -> BaseResponse | tuple[str, int]:
    """Release it or send it back; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in ("decision", "words", "seen")}
    try:
        decide_summary(DecideSummary(summary_id, **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(summary_id, values, dict(refused.errors)), 422
    done = "released" if values["decision"] == SummaryDecision.RELEASE else "returned"
    return redirect(f"/summaries/{summary_id}?done={done}", code=303)


@blueprint.post("/<summary_id>/correction")
@permission(Permission.SUPERVISE)
def correct(summary_id: str) -> BaseResponse:
    """Propose what it comes to now as the next edition."""
    correct_summary(summary_id, make_unit(), current_actor())
    return redirect(f"/summaries/{summary_id}?done=corrected", code=303)


@blueprint.post("/<summary_id>/<int:edition>/summary.pdf")
@permission(Permission.SUPERVISE)
def sheet(summary_id: str, edition: int) -> Response | tuple[str, int]:
    """An edition on paper, in Chinese; on the trail with its digest and what for."""
    try:
        content = _print(summary_id, edition)
    except InvalidInput as refused:
        return _page(summary_id, _purpose(), dict(refused.errors), edition), 422
    return send_stream([content], f"summary-{summary_id}-{edition}.pdf", "application/pdf")


def _print(summary_id: str, edition: int) -> bytes:
    purpose = check_purpose(request.form.get("purpose", ""))
    speak_chinese()
    page = read_summary(summary_id, edition, make_unit(), current_actor())
    tables = tuple(
        SheetTable(
            table.title,
            table.definition,
            (table.first, *table.head),
            tuple((line.label, *line.cells) for line in table.lines),
        )
        for table in list_tables(page)
    )
    command = PrintSummary(summary_id, edition, word_period(page.period), tables, page.digest, purpose)
    return print_summary(command, make_unit(), current_actor())


@blueprint.post("/<summary_id>/<int:edition>/summary.xlsx")
@permission(Permission.SUPERVISE)
def workbook(summary_id: str, edition: int) -> Response | tuple[str, int]:
    """An edition as a workbook, a sheet a table; on record with its purpose before its first byte leaves."""
    page = read_summary(summary_id, edition, make_unit(), current_actor())
    command = TakeWorkbook(summary_id, edition, request.form.get("purpose", ""))
    try:
        note_workbook(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(summary_id, _purpose(), dict(refused.errors), edition), 422
    sheets = list_sheets(page, list_tables(page))
    return send_stream(write_workbook(sheets), f"summary-{summary_id}-{edition}.xlsx", XLSX_TYPE)


def _purpose() -> dict[str, str]:
    return {"purpose": request.form.get("purpose", "")}


def _page(summary_id: str, values: dict[str, str], errors: dict[str, str], edition: int | None = None) -> str:
    asked = request.args.get("edition", "")
    no = int(asked) if asked.isdecimal() and len(asked) < _LONGEST_NUMBER else edition
    page = read_summary(summary_id, no, make_unit(), current_actor())
    return render_template(
        "staff/summary.html",
        page=page,
        period=word_period(page.period),
        tables=list_tables(page),
        changes=[word_change(change) for change in page.changes],
        values=values,
        errors=errors,
        done=request.args.get("done", ""),
        decisions=list(SummaryDecision),
        longest_words=LONGEST_WORDS,
        longest_purpose=LONGEST_PURPOSE,
        shown=SHOWN,
        nothing=NOTHING,
    )
