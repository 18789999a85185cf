"""`/transfers`: files that the head decided to hand over go to the archives together (移交), with list, package and receipt."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.incoming_files import incoming_files
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from models.ground.errors import InvalidInput
from services.transfer.confirm_receipt import CONFIRM, SEND_BACK, ConfirmReceipt, confirm_receipt, name_entry
from services.transfer.enter_receipt import EnterReceipt, enter_receipt
from services.transfer.hand_over_files import HandOverFiles, hand_over_files
from services.transfer.open_transfer import LONGEST_NAME, MOST, OpenTransfer, open_transfer
from services.transfer.read_list import KeptDocument, read_list, read_scan
from services.transfer.read_transfer import list_transfers, read_transfer
from services.transfer.take_back import LONGEST_WORDS, take_back
from services.transfer.take_package import take_package

blueprint = Blueprint("staff_transfers", __name__, url_prefix="/transfers")
RECEIPT_FIELDS = (
    "receipt_number",
    "receipt_on",
    "receipt_person",
    "receipt_files",
    "receipt_digest",
    "refused",
)


@blueprint.get("")
@permission(Permission.APPRAISE)
def transfers() -> str:
    """The transfers, and the files that wait for one."""
    return _list({}, {})


@blueprint.post("")
@permission(Permission.APPRAISE)
def begin() -> BaseResponse | tuple[str, int]:
    """Put those that wait into one transfer; faults come back at their fields with what was typed."""
    command = OpenTransfer(request.form.get("receiver", ""), "with_identity" in request.form)
    try:
        transfer_id = open_transfer(command, make_unit(), current_actor())
    except InvalidInput as refused:
        typed = {"receiver": command.receiver, "with_identity": command.with_identity}
        return _list(typed, refused.errors), 422
    return redirect(f"/transfers/{transfer_id}", code=303)


@blueprint.get("/<transfer_id>")
@permission(Permission.APPRAISE)
def transfer(transfer_id: str) -> str:
    """One transfer, file by file, how far it is ready, and what the archives confirmed."""
    return _page(transfer_id, {}, {})


@blueprint.post("/<transfer_id>/handover")
@permission(Permission.APPRAISE)
def hand_over(transfer_id: str) -> BaseResponse:
    """Fix the list and hand over what nothing holds."""
    command = HandOverFiles(transfer_id, "without_unready" in request.form)
    hand_over_files(command, make_unit(), current_actor())
    return _back(transfer_id, "handed_over")


@blueprint.post("/<transfer_id>/package")
@permission(Permission.APPRAISE)
def package(transfer_id: str) -> Response:
    """The package, streamed; that it is taken is on record."""
    found = take_package(transfer_id, make_unit(), current_actor())
    return send_stream(found.content, found.name, "application/zip")


@blueprint.get("/<transfer_id>/list.pdf")
@permission(Permission.APPRAISE)
def listed(transfer_id: str) -> Response:
    """The list for both sides to sign."""
    return _send(read_list(transfer_id, make_unit(), current_actor()))


@blueprint.get("/<transfer_id>/receipt")
@permission(Permission.APPRAISE)
def scan(transfer_id: str) -> Response:
    """The receipt of the archives as it was scanned."""
    return _send(read_scan(transfer_id, make_unit(), current_actor()))


@blueprint.post("/<transfer_id>/receipt")
@permission(Permission.APPRAISE)
def receipt(transfer_id: str) -> BaseResponse | tuple[str, int]:
    """Enter what the archives confirm; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in RECEIPT_FIELDS}
    try:
        enter_receipt(
            EnterReceipt(transfer_id, **values), incoming_files("files"), make_unit(), current_actor()
        )
    except InvalidInput as refused:
        return _page(transfer_id, values, refused.errors), 422
    return _back(transfer_id, "entered")


@blueprint.post("/<transfer_id>/confirmation")
@permission(Permission.APPRAISE)
def confirm(transfer_id: str) -> BaseResponse | tuple[str, int]:
    """Confirm the receipt that somebody else entered, or send it back."""
    command = ConfirmReceipt(
        transfer_id, request.form.get("receipt_decision", ""), request.form.get("seen", "")
    )
    try:
        confirm_receipt(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(transfer_id, {}, refused.errors), 422
    return _back(transfer_id, "confirmed" if command.decision == CONFIRM else "sent_back")


@blueprint.post("/<transfer_id>/withdrawal")
@permission(Permission.APPRAISE)
def withdraw(transfer_id: str) -> BaseResponse | tuple[str, int]:
    """Take the transfer back with a reason; its files wait again."""
    words = request.form.get("words", "")
    try:
        take_back(transfer_id, words, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(transfer_id, {"words": words}, refused.errors), 422
    return _back(transfer_id, "taken_back")


def _send(found: KeptDocument) -> Response:
    return send_stream(found.content, found.name, found.media_type)


def _back(transfer_id: str, done: str) -> BaseResponse:
    return redirect(f"/transfers/{transfer_id}?done={done}", code=303)


def _list(typed: Mapping[str, object], errors: Mapping[str, str]) -> str:
    after = request.args.get("after", "")
    return render_template(
        "staff/transfers.html",
        page=list_transfers(after, make_unit(), current_actor()),
        most=MOST,
        longest_name=LONGEST_NAME,
        typed=typed,
        errors=dict(errors),
    )


def _page(transfer_id: str, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    return render_template(
        "staff/transfer.html",
        page=read_transfer(transfer_id, request.args.get("after", ""), make_unit(), current_actor()),
        done=request.args.get("done", ""),
        decisions=(CONFIRM, SEND_BACK),
        name_entry=name_entry,
        longest_name=LONGEST_NAME,
        longest_words=LONGEST_WORDS,
        typed=typed,
        errors=dict(errors),
    )
