"""`/privacy/requests`: what people ask about their own data; and where a clerk writes it down for somebody at the counter."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.errors import status_of
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.submission_ids import sent_submission_id, shown_submission_id
from models.ground.errors import Conflict, InvalidInput, RuleRefused
from models.ground.privacy_codes import DataRefusal, DataRight
from models.vault.masking import PersonalField
from services.privacy.decide_request import (
    LONGEST_ANSWER,
    OUTCOMES,
    DecideDataRequest,
    decide_data_request,
)
from services.privacy.hand_over_copy import print_copy
from services.privacy.list_requests import get_data_request, list_data_requests
from services.privacy.new_request import LONGEST_TEXT, NewDataRequest
from services.privacy.register_request import (
    CHECKS,
    WAYS,
    RegisterDataRequest,
    read_requests_of_case,
    register_data_request,
)

blueprint = Blueprint("data_requests", __name__)

_REGISTER = ("kind", "text", "field", "value", "asked_by", "check")


@blueprint.get("/privacy/requests")
@permission(Permission.SUPERVISE)
def requests() -> str:
    """What waits, the earliest limit first; `state=decided` what was decided."""
    is_open = request.args.get("state") != "decided"
    page = request.args.get("page", 1, type=int)
    return render_template(
        "administration/data_requests.html",
        page=list_data_requests(make_unit(), current_actor(), page, is_open=is_open),
        is_open=is_open,
        done=request.args.get("done", ""),
    )


@blueprint.get("/privacy/requests/<request_id>")
@permission(Permission.SUPERVISE)
def one(request_id: str) -> str:
    """One request with the form of its decision."""
    return _page(request_id)


@blueprint.post("/privacy/requests/<request_id>")
@permission(Permission.SUPERVISE)
def decide(request_id: str) -> BaseResponse | tuple[str, int]:
    """Decide; what is missing is marked, and nothing typed is lost."""
    values = {name: request.form.get(name, "") for name in ("outcome", "refusal", "answer")}
    command = DecideDataRequest(request_id, **values)
    try:
        decide_data_request(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(request_id, values, refused.errors), 422
    except (Conflict, RuleRefused) as refused:
        return _page(request_id, values, code=refused.code), status_of(refused)
    return redirect(url_for("data_requests.requests", done="1"), code=303)


@blueprint.post("/privacy/requests/<request_id>/copy")
@permission(Permission.COUNTER_COPY)
def copy(request_id: str) -> Response:
    """The copy, to be handed over at the counter."""
    handed = print_copy(request_id, make_unit(), current_actor())
    return send_stream([handed.content], handed.name, "application/zip")


@blueprint.get("/cases/<complaint_id>/data-requests")
@permission(Permission.INTAKE)
def of_case(complaint_id: str) -> str:
    """What the person of a case has asked, and the form for what he asks now."""
    return _case_page(complaint_id)


@blueprint.post("/cases/<complaint_id>/data-requests")
@permission(Permission.INTAKE)
def register(complaint_id: str) -> BaseResponse | tuple[str, int]:
    """Write down what he asks; what is missing is marked, and nothing typed is lost."""
    values = {name: request.form.get(name, "").strip() for name in _REGISTER}
    new = NewDataRequest(*(values[name] for name in _REGISTER[:4]))
    command = RegisterDataRequest(
        complaint_id, new, values["asked_by"], values["check"], sent_submission_id()
    )
    try:
        register_data_request(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _case_page(complaint_id, values, refused.errors), 422
    except RuleRefused as refused:
        return _case_page(complaint_id, values, code=refused.code), status_of(refused)
    return redirect(url_for("data_requests.of_case", complaint_id=complaint_id, done="1"), code=303)


def _page(
    request_id: str,
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    code: str = "",
) -> str:
    shown = get_data_request(request_id, make_unit(), current_actor())
    return render_template(
        "administration/data_request.html",
        shown=shown,
        row=shown.row,
        outcomes=OUTCOMES[shown.row.kind],
        refusals=list(DataRefusal),
        values=values or {},
        errors=errors or {},
        code=code,
        longest=LONGEST_ANSWER,
    )


def _case_page(
    complaint_id: str,
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    code: str = "",
) -> str:
    return render_template(
        "administration/data_request_new.html",
        case=read_requests_of_case(complaint_id, make_unit(), current_actor()),
        kinds=list(DataRight),
        personal_fields=list(PersonalField),
        ways=WAYS,
        checks=CHECKS,
        values=values or {},
        errors=errors or {},
        code=code,
        done=request.args.get("done", ""),
        submission_id=shown_submission_id(errors or ()),
        longest=LONGEST_TEXT,
    )
