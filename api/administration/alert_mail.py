"""`/administration/alert-mail`: who gets alerts by mail; an administrator switches it on or off for somebody, with a reason."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.alert_mail import choice_facts, sent_choice, settle_sent
from models.ground.errors import Conflict, InvalidInput
from services.alerts.choose_mail import LONGEST_REASON, ChooseMail, choose_mail, list_choices

blueprint = Blueprint("administration_alert_mail", __name__, url_prefix="/administration/alert-mail")


@blueprint.get("")
@permission(Permission.ADMINISTER)
def alert_mail() -> str:
    """Everybody who watches, with what he gets."""
    return render_template(
        "administration/alert_mails.html", choices=list_choices(make_unit(), current_actor())
    )


@blueprint.get("/<login>")
@permission(Permission.ADMINISTER)
def person(login: str) -> str:
    """One of them, in the form to change it."""
    return _page(login)


@blueprint.post("/<login>")
@permission(Permission.ADMINISTER)
def choose(login: str) -> BaseResponse | tuple[str, int]:
    """Change it for him, or settle a mail in doubt; faults come back at their fields, a page that was overtaken says so."""
    if "settling" in request.form:
        here = url_for("administration_alert_mail.person", login=login)
        return settle_sent(login, partial(_page, login), here)
    command = sent_choice(login)
    try:
        choose_mail(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(login, command, refused.errors), 422
    except Conflict:
        return _page(login, command, is_overtaken=True), 409
    return redirect(url_for("administration_alert_mail.person", login=login, done="changed"), code=303)


def _page(
    login: str,
    sent: ChooseMail | None = None,
    errors: object = None,
    *,
    is_overtaken: bool = False,
    **settling: object,
) -> str:
    return render_template(
        "administration/alert_mail.html",
        **choice_facts(login, sent),
        errors=errors or {},
        is_overtaken=is_overtaken,
        done=request.args.get("done", ""),
        longest=LONGEST_REASON,
        **settling,
    )
