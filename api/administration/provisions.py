"""`/privacy/provisions`: which data left the office for whom, as a list and as a table for a stated purpose."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, render_template, request, stream_with_context

from api.context import app_context, current_actor, make_unit, office_now
from api.i18n import code_text, gettext
from api.looks import put_rows_on_record
from api.moments import moment
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.table_files import CSV_TYPE, write_csv
from models.clock.legal_time import beijing_date, parse_day
from models.ground.errors import InvalidInput
from models.ground.provision_codes import RECORDED
from services.privacy.list_provisions import (
    LONGEST_PURPOSE,
    ProvisionFilter,
    ProvisionLine,
    ProvisionPage,
    list_provisions,
    read_provisions,
    take_provisions,
)

blueprint = Blueprint("data_provisions", __name__, url_prefix="/privacy/provisions")
_FIELDS = ("recipient", "number", "since", "until")
# Above every key of a row.
_NO_KEY = 2**31
_HEAD = (
    *(
        "When it left",
        "Complaint number",
        "How many cases",
        "Receiver",
        "Relation",
        "Used for",
        "What it rests on",
    ),
    *("How", "Which data", "Contract", "Sent by", "Whether it left"),
)


@blueprint.get("")
@permission(Permission.SUPERVISE)
def provisions() -> str | tuple[str, int]:
    """The newest first; receiver, case and days narrow the list."""
    before = request.args.get("before", type=int)
    if before is not None and not 0 < before < _NO_KEY:
        before = None
    try:
        page = list_provisions(_read_filter(request.args), before, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(ProvisionPage((), None), dict(refused.errors)), 422
    return _page(page, {})


@blueprint.post("/table")
@permission(Permission.SUPERVISE)
def table() -> Response | tuple[str, int]:
    """What the filter finds as a file; that it was taken is on record before its first byte, who is in it before each part."""
    purpose = request.form.get("purpose", "")
    try:
        ids = take_provisions(_read_filter(request.form), purpose, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(ProvisionPage((), None), dict(refused.errors), purpose), 422
    read = read_provisions(ids, app_context().settings.make_unit, current_actor())
    rows = put_rows_on_record(read, _thing_of)
    head = [gettext(name) for name in _HEAD]
    body = write_csv(head, (_cells(line) for line in rows))
    # The texts are of this request's language, and the file is written when its answer has begun.
    name = f"个人信息提供记录-{beijing_date(office_now()).isoformat()}.csv"
    return send_stream(stream_with_context(body), name, CSV_TYPE)


def _thing_of(line: ProvisionLine) -> tuple[str, str | None] | None:
    return None if line.complaint_id is None else (line.complaint_id, line.complaint_id)


def _cells(line: ProvisionLine) -> list[str]:
    receiver = code_text("recipient", line.recipient.value)
    return [
        moment(line.at),
        line.case,
        str(line.count),
        f"{receiver} {line.name}".strip(),
        code_text("relation_of_data", line.relation.value),
        " ".join(filter(None, (code_text("provision_purpose", line.purpose.value), line.words))),
        code_text("provision_basis", line.purpose.value),
        code_text("provision_way", line.way.value),
        "、".join(code_text("data_kind", kind) for kind in line.kinds),
        line.contract or (gettext("no contract") if line.lacks_contract else ""),
        line.by or gettext("the system"),
        "" if line.is_certain else gettext("perhaps not left"),
    ]


def _read_filter(sent: object) -> ProvisionFilter:
    typed = _typed(sent)
    days: dict[str, date | None] = {}
    faults: dict[str, str] = {}
    for name in ("since", "until"):
        try:
            days[name] = parse_day(typed[name]) if typed[name] else None
        except ValueError:
            faults[name] = "NOT_A_DATE"
    if faults:
        raise InvalidInput(faults)
    return ProvisionFilter(typed["recipient"], typed["number"], days["since"], days["until"])


def _typed(sent: object) -> dict[str, str]:
    values = sent if hasattr(sent, "get") else {}
    return {name: str(values.get(name, "")).strip()[:40] for name in _FIELDS}


def _page(page: ProvisionPage, errors: dict[str, str], purpose: str = "") -> str:
    typed = _typed(request.form if request.method == "POST" else request.args)
    return render_template(
        "administration/provisions.html",
        page=page,
        typed={**typed, "purpose": purpose},
        query={name: value for name, value in typed.items() if value},
        errors=errors,
        recipients=RECORDED,
        longest_purpose=LONGEST_PURPOSE,
    )
