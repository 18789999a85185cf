"""`/alerts/mail`: which alerts a supervisor gets by mail, chosen by himself, and what became of the last mails."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.office.alert import AlertKind
from services.actor import staff_id_of
from services.alerts.choose_mail import LONGEST, SHORTEST, ChooseMail, choose_mail, read_choice
from services.alerts.settle_mail import MailSettling, SettleMail, settle_mail

blueprint = Blueprint("staff_alert_mail", __name__, url_prefix="/alerts/mail")


@blueprint.get("")
@permission(Permission.SUPERVISE)
def mail() -> str:
    """What holds for him, in the form to change it."""
    return _page()


@blueprint.post("")
@permission(Permission.SUPERVISE)
def choose() -> BaseResponse | tuple[str, int]:
    """Change it, or settle a mail in doubt; faults come back at their fields, a page that was overtaken keeps what was typed."""
    login = staff_id_of(current_actor())
    if "settling" in request.form:
        return settle_sent(login, _page, url_for("staff_alert_mail.mail"))
    command = sent_choice(login)
    try:
        choose_mail(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(command, refused.errors), 422
    except Conflict:
        return _page(command, is_overtaken=True), 409
    return redirect(url_for("staff_alert_mail.mail", done="changed"), code=303)


def sent_choice(staff_id: str) -> ChooseMail:
    """What the form sent."""
    sent = request.form
    return ChooseMail(
        staff_id=staff_id,
        is_on=sent.get("is_on") == "true",
        address=sent.get("address", ""),
        kinds=sent.getlist("kinds"),
        minutes=sent.get("minutes", ""),
        version=sent.get("version", -1, type=int),
        reason=sent.get("reason", ""),
    )


def settle_sent(staff_id: str, page: Callable[..., str], address: str) -> BaseResponse | tuple[str, int]:
    """Settle the mail that the form names and go to `address`; the page says of one that is settled already that it is."""
    sent = request.form
    if sent["settling"] not in set(MailSettling):
        raise NotFound
    settling = MailSettling(sent["settling"])
    command = SettleMail(staff_id, sent.get("mail_id", ""), settling, sent.get("settle_reason", ""))
    try:
        settle_mail(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return page(unsettled=command, unsettled_error=refused.errors["settle_reason"]), 422
    except Conflict:
        return page(is_settled_already=True), 409
    return redirect(f"{address}?done={settling}", code=303)


def choice_facts(staff_id: str, sent: ChooseMail | None) -> dict[str, object]:
    """What the form of a person shows: what stands there, or what was typed."""
    choice = read_choice(staff_id, make_unit(), current_actor())
    typed = sent or choice
    values = {"is_on": typed.is_on, "address": typed.address, "minutes": str(typed.minutes)}
    values["reason"] = sent.reason if sent is not None else ""
    bounds = {"least": SHORTEST, "most": LONGEST}
    return {
        "choice": choice,
        "values": values,
        "chosen": set(typed.kinds),
        "kinds": list(AlertKind),
        "bounds": bounds,
    }


def _page(
    sent: ChooseMail | None = None, errors: object = None, *, is_overtaken: bool = False, **settling: object
) -> str:
    facts = choice_facts(staff_id_of(current_actor()), sent)
    return render_template(
        "staff/alert_mail.html",
        **facts,
        errors=errors or {},
        is_overtaken=is_overtaken,
        done=request.args.get("done", ""),
        **settling,
    )
