"""`/privacy/contracts`: contracts with whom handles personal data for the office, and how the office looks after them."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import Conflict, InvalidInput
from models.ground.provision_codes import ENTRUSTABLE, DataKind
from services.privacy.data_contracts import (
    LONGEST_NAME,
    LONGEST_TEXT,
    AddContract,
    add_contract,
    end_contract,
    get_contract,
    list_contracts,
    note_supervision,
)

blueprint = Blueprint("data_contracts", __name__, url_prefix="/privacy/contracts")
_TYPED = ("partner", "name", "purpose", "measures", "begins_on", "ends_on")


@blueprint.get("")
@permission(Permission.PRIVACY)
def contracts() -> str:
    """What holds and what has ended, and the form for the next one."""
    return _page({}, [], {})


@blueprint.post("")
@permission(Permission.ADMINISTER)
def add() -> BaseResponse | tuple[str, int]:
    """Put one down; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "").strip() for name in _TYPED}
    kinds = request.form.getlist("kinds")
    command = AddContract(kinds=kinds, **values)
    try:
        contract_id = add_contract(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(values, kinds, dict(refused.errors)), 422
    return redirect(url_for("data_contracts.contract", contract_id=contract_id, done="added"), code=303)


@blueprint.get("/<contract_id>")
@permission(Permission.PRIVACY)
def contract(contract_id: str) -> str:
    """One with what is agreed, and how it was looked after."""
    return _contract_page(contract_id)


@blueprint.post("/<contract_id>")
@permission(Permission.ADMINISTER)
def change(contract_id: str) -> BaseResponse | tuple[str, int]:
    """Put down how it was looked after, or end it."""
    text = request.form.get("text", "")
    ends = request.form.get("step") == "end"
    try:
        if ends:
            end_contract(contract_id, make_unit(), current_actor())
        else:
            note_supervision(contract_id, text, make_unit(), current_actor())
    except InvalidInput as refused:
        return _contract_page(contract_id, text, dict(refused.errors)), 422
    except Conflict as refused:
        return _contract_page(contract_id, text, code=refused.code), 409
    done = "ended" if ends else "noted"
    return redirect(url_for("data_contracts.contract", contract_id=contract_id, done=done), code=303)


def _page(values: dict[str, str], kinds: list[str], errors: dict[str, str]) -> str:
    return render_template(
        "administration/data_contracts.html",
        contracts=list_contracts(make_unit(), current_actor()),
        partners=ENTRUSTABLE,
        data_kinds=list(DataKind),
        chosen=kinds,
        values=values,
        errors=errors,
        longest_name=LONGEST_NAME,
        longest=LONGEST_TEXT,
    )


def _contract_page(
    contract_id: str, text: str = "", errors: dict[str, str] | None = None, code: str = ""
) -> str:
    return render_template(
        "administration/data_contract.html",
        one=get_contract(contract_id, make_unit(), current_actor()),
        values={"text": text},
        errors=errors or {},
        code=code,
        done=request.args.get("done", ""),
        longest=LONGEST_TEXT,
    )
