"""`/oversight`: what a body outside reads by its mandate (人大、政协、行政监督): figures, de-identified files, a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flask import Blueprint, Response, render_template, request, stream_with_context

from api.context import current_actor, make_unit
from api.i18n import code_text, speak_chinese
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.staff.case_table import TYPES
from api.staff.ledger_cells import make_words
from api.staff.mandate_words import name_codes
from api.staff.oversight_tables import NOTES, WITHHELD, WordTable, list_tables
from api.table_files import write_csv
from models.ground.errors import FiguresAway, InvalidInput
from services.forms.typed import read_number
from services.lists.case_table import LONGEST_PURPOSE, TableFormat
from services.oversight.list_files import LIST_COLUMNS, list_oversight_files
from services.oversight.list_mandates import list_mandates, read_mandate
from services.oversight.read_figures import read_oversight_figures
from services.oversight.read_file import FILE_COLUMNS, read_oversight_file
from services.oversight.take_report import ReportTable, TakeReport, print_report, take_report
from services.oversight.typed import MOST_TYPED
from services.views.case_choices import list_case_choices

blueprint = Blueprint("staff_oversight", __name__, url_prefix="/oversight")


@blueprint.get("")
@permission(Permission.OVERSEE)
def mandates() -> str:
    """The mandates of whoever reads, the newest first."""
    found = list_mandates(
        read_number(request.args.get("before", ""), 0, MOST_TYPED), make_unit(), current_actor()
    )
    return render_template("staff/oversight.html", found=found)


@blueprint.get("/<mandate_id>")
@permission(Permission.OVERSEE)
def figures(mandate_id: str) -> str:
    """The figures of one mandate, and where they are taken away."""
    return _page(mandate_id, {})


@blueprint.get("/<mandate_id>/files")
@permission(Permission.OVERSEE)
def files(mandate_id: str) -> str:
    """The files of one mandate, de-identified."""
    found = list_oversight_files(
        mandate_id, read_number(request.args.get("after", ""), 0, MOST_TYPED), make_unit(), current_actor()
    )
    words = make_words(list_case_choices(make_unit()), {})
    return render_template("staff/oversight_files.html", found=found, words=words, columns=LIST_COLUMNS)


@blueprint.get("/<mandate_id>/files/<int:no>")
@permission(Permission.OVERSEE)
def one_file(mandate_id: str, no: int) -> str:
    """The course of one of them."""
    course = read_oversight_file(mandate_id, no, make_unit(), current_actor())
    words = make_words(list_case_choices(make_unit()), {})
    return render_template("staff/oversight_file.html", course=course, words=words, columns=FILE_COLUMNS)


@blueprint.get("/<mandate_id>/looks")
@permission(Permission.OVERSEE)
def looks(mandate_id: str) -> str:
    """What is on record of the looks by this mandate: its body reads the same as the office."""
    page = read_mandate(
        mandate_id, read_number(request.args.get("before", ""), 0, MOST_TYPED), make_unit(), current_actor()
    )
    return render_template("staff/oversight_looks.html", page=page)


@blueprint.post("/<mandate_id>/report")
@permission(Permission.OVERSEE)
def report(mandate_id: str) -> Response | tuple[str, int]:
    """The figures on paper (in Chinese) or as a table; the record of it is committed before the first byte."""
    is_table = request.form.get("format") == TableFormat.CSV
    command = TakeReport(mandate_id, is_table, request.form.get("purpose", ""))
    try:
        taken = take_report(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(mandate_id, dict(refused.errors)), 422
    if not is_table:
        speak_chinese()
    tables = list_tables(taken)
    if is_table:
        head = [code_text("oversight_report", name) for name in ("table", "line", "figure", "value")]
        body = write_csv(head, _list_cells(tables))
        return send_stream(
            stream_with_context(body), f"oversight-{taken.mandate.no}.csv", TYPES[TableFormat.CSV]
        )
    shown = tuple(_on_paper(table) for table in tables)
    content = print_report(
        taken, shown, tuple(code_text("oversight_note", note) for note in NOTES), make_unit()
    )
    return send_stream([content], f"oversight-{taken.mandate.no}.pdf", "application/pdf")


def _list_cells(tables: Sequence[WordTable]) -> Iterator[list[str]]:
    for table in tables:
        if table.is_withheld:
            yield [table.title, "", "", code_text("oversight_note", WITHHELD)]
        for row in table.rows:
            for name, cell in zip(table.head[1:], row[1:], strict=True):
                yield [table.title, row[0], name, cell]


def _on_paper(table: WordTable) -> ReportTable:
    paper = ReportTable(table.title, table.head, table.rows)
    return replace(paper, empty=code_text("oversight_note", WITHHELD)) if table.is_withheld else paper


def _page(mandate_id: str, errors: dict[str, str]) -> str:
    listed = read_mandate(mandate_id, None, make_unit(), current_actor()).listed
    try:
        found = read_oversight_figures(mandate_id, None, make_unit(), current_actor())
    except FiguresAway:
        found = None
    return render_template(
        "staff/oversight_figures.html",
        listed=listed,
        found=found,
        tables=list_tables(found) if found else (),
        notes=NOTES,
        scope=name_codes(listed.mandate),
        values={"purpose": request.form.get("purpose", "")},
        errors=errors,
        longest_purpose=LONGEST_PURPOSE,
    )
