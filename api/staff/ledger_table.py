"""`/ledger/table`: the rows of the ledger as a file in the columns that are shown, for a stated purpose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import Blueprint, Response, render_template, request, stream_with_context

from api.context import app_context, current_actor, make_unit, office_now
from api.i18n import code_text, gettext, language
from api.looks import put_rows_on_record
from api.opened_by import opened_by
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.staff.case_table import TYPES
from api.staff.ledger_cells import LedgerWords, make_words
from api.staff.ledger_form import ledger_address, ledger_fields, read_asked
from api.table_files import write_csv, write_xlsx
from models.clock.legal_time import beijing_date
from models.ground.errors import InvalidInput
from models.vault.masking import PersonalField
from services.lists.case_table import LONGEST_PURPOSE, MOST_ROWS, TableFormat
from services.lists.ledger_table import (
    TakeLedger,
    TakenLedger,
    TakenRow,
    may_take_identity,
    read_ledger_table,
    take_ledger,
)
from services.lists.ledger_views import KeptLedger
from services.office.causes import map_cause_names
from services.views.case_choices import list_case_choices

blueprint = Blueprint("staff_ledger_table", __name__, url_prefix="/ledger/table")

_IDENTITY = (PersonalField.NAME, PersonalField.PHONE)


@blueprint.get("")
@permission(Permission.HANDLE)
def ledger_table_form() -> str:
    """What for, and as what."""
    return _form(read_asked(request.args), request.args.get("view", ""), {})


@blueprint.post("")
@permission(Permission.HANDLE)
def ledger_table() -> Response | tuple[str, int]:
    """The file, streamed; that it is taken is committed before its first byte, who is in it before each part of it leaves."""
    search = read_asked(request.form)
    wanted = TableFormat.CSV if request.form.get("format") == TableFormat.CSV else TableFormat.XLSX
    command = TakeLedger(
        search.asked,
        search.order,
        search.columns,
        wanted,
        request.form.get("purpose", ""),
        request.form.get("with_identity") == "true",
    )
    try:
        taken = take_ledger(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _form(search, request.form.get("view", ""), dict(refused.errors)), 422
    words = make_words(list_case_choices(make_unit()), map_cause_names(make_unit(), language()))
    identity = _IDENTITY if taken.with_identity else ()
    head = [code_text("ledger_column", name) for name in search.columns]
    head += [code_text("identity", personal) for personal in identity]
    read = read_ledger_table(taken, app_context().settings.make_unit, current_actor())
    is_prior = bool(taken.prior)
    rows = put_rows_on_record(
        read, lambda one: (one.row.complaint_id, None if is_prior else one.row.complaint_id)
    )
    cells = _with_its_end(_cells(rows, search, words, identity), taken)
    body = write_csv(head, cells) if wanted is TableFormat.CSV else write_xlsx(head, cells)
    name = f"ledger-{beijing_date(office_now()).isoformat()}.{wanted.value}"
    # The texts are of this request's language, and the file is written when its answer has begun.
    return send_stream(stream_with_context(body), name, TYPES[wanted])


def _cells(
    rows: Iterator[TakenRow], search: KeptLedger, words: LedgerWords, identity: tuple[PersonalField, ...]
) -> Iterator[list[str]]:
    for taken in rows:
        told = [words.word(taken.row, name) for name in search.columns]
        yield told + [taken.identity.get(personal.value, "") for personal in identity]


def _with_its_end(cells: Iterator[list[str]], taken: TakenLedger) -> Iterator[list[str]]:
    """Last lines: who took it when where people stand in it, and that there is more than the table holds."""
    yield from cells
    if taken.with_identity:
        yield [opened_by()]
    if taken.is_cut:
        told = gettext(
            "The table ends here: it holds %(n)s rows at most, and there are more. Narrow the ledger by days for the others.",
            n=f"{MOST_ROWS:,}",
        )
        yield [told]


def _form(search: KeptLedger, view_id: str, errors: Mapping[str, str]) -> str:
    return render_template(
        "staff/ledger_table.html",
        fields=ledger_fields(search, view_id),
        back=ledger_address(search, view_id),
        columns=search.columns,
        may_take_identity=may_take_identity(current_actor()) and not search.asked.is_prior,
        values={name: request.form.get(name, "") for name in ("purpose", "with_identity")},
        errors=errors,
        longest_purpose=LONGEST_PURPOSE,
        most_rows=MOST_ROWS,
    )
