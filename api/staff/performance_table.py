"""`/performance/table`: the scores of a period as a file, for a stated purpose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import Blueprint, Response, render_template, request, stream_with_context

from api.context import current_actor, make_unit
from api.i18n import code_text, gettext
from api.period_words import word_period
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.staff.case_table import TYPES
from api.staff.performance_words import word_points
from api.table_files import write_csv, write_xlsx
from models.ground.errors import InvalidInput
from models.ground.performance_codes import Indicator
from models.office.performance_score import PerformanceScore
from services.lists.case_table import LONGEST_PURPOSE, TableFormat
from services.performance.indicators import from_json
from services.performance.read_scores import points_of
from services.performance.take_scores import TakenScores, TakeScores, take_scores
from services.summaries.period import find_period

blueprint = Blueprint("staff_performance_table", __name__, url_prefix="/performance/table")


@blueprint.get("")
@permission(Permission.SUPERVISE)
def performance_table_form() -> str:
    """What for, and as what."""
    return _form(request.args.get("round", ""), {})


@blueprint.post("")
@permission(Permission.SUPERVISE)
def performance_table() -> Response | tuple[str, int]:
    """The file; the record of it is committed before its first byte."""
    round_id = request.form.get("round", "")
    wanted = TableFormat.CSV if request.form.get("format") == TableFormat.CSV else TableFormat.XLSX
    try:
        command = TakeScores(round_id, wanted, request.form.get("purpose", ""))
        taken = take_scores(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _form(round_id, dict(refused.errors)), 422
    head = [gettext("Unit"), gettext("Person scored"), gettext("Points"), gettext("Points after objection")]
    head += [code_text("indicator", indicator.value) for indicator in Indicator]
    rows = _rows(taken)
    body = write_csv(head, rows) if wanted is TableFormat.CSV else write_xlsx(head, rows)
    return send_stream(stream_with_context(body), f"performance-{round_id}.{wanted.value}", TYPES[wanted])


def _rows(taken: TakenScores) -> Iterator[list[str]]:
    for score in taken.scores:
        yield _row(score, taken)


def _row(score: PerformanceScore, taken: TakenScores) -> list[str]:
    kept = score.lines if score.corrected_lines is None else score.corrected_lines
    lines = {line.indicator: word_points(line.hundredths) for line in from_json(kept)}
    corrected = "" if score.corrected_hundredths is None else word_points(points_of(score))
    person = "" if score.staff_id is None else taken.names.get(score.staff_id, score.staff_id)
    told = [taken.unit_names.get(score.unit_code, score.unit_code), person, word_points(score.hundredths)]
    return [*told, corrected, *(lines.get(indicator, "") for indicator in Indicator)]


def _form(round_id: str, errors: Mapping[str, str]) -> str:
    period = find_period(round_id)
    return render_template(
        "staff/performance_table.html",
        round_id=round_id,
        period=None if period is None else word_period(period),
        values={"purpose": request.form.get("purpose", "")},
        errors=errors,
        longest_purpose=LONGEST_PURPOSE,
    )
