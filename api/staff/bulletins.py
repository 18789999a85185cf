"""`/bulletins`: praise and problems of a period (定期通报), proposed from figures, written by people, published by another."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.i18n import gettext, speak_chinese
from api.period_words import word_period
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.staff.bulletin_words import split_words, word_line, word_units
from models.ground.bulletin_codes import BulletinDecision, BulletinSide
from models.ground.errors import FiguresAway, InvalidInput
from services.bulletins.lines import LATE_BELOW, LEAST_OF, LEAST_WRONG, REDONE_FROM
from services.bulletins.open_bulletin import KINDS, list_offered, open_bulletin
from services.bulletins.print_bulletin import PrintBulletin, print_bulletin
from services.bulletins.publish_bulletin import (
    LONGEST_REASON,
    DecideBulletin,
    correct_bulletin,
    decide_bulletin,
)
from services.bulletins.read_bulletins import list_bulletins, read_bulletin
from services.bulletins.reply import LONGEST_REPLY, ReplyToBulletin, reply_to_bulletin
from services.bulletins.sight import is_writer
from services.bulletins.write_version import (
    LONGEST_WORDS,
    SAY_WORKDAYS,
    WriteVersion,
    give_to_units,
    write_version,
)
from services.forms.typed import read_number
from services.summaries.period import period_named

blueprint = Blueprint("staff_bulletins", __name__, url_prefix="/bulletins")
_MOST_EDITIONS = 9_999


@blueprint.get("")
@permission(Permission.SIGNED_IN)
def bulletins() -> str:
    """The published ones, and for who writes those at work."""
    return _list({})


@blueprint.post("")
@permission(Permission.SIGNED_IN)
def propose() -> BaseResponse | tuple[str, int]:
    """Open the one of a period, its lines proposed from the figures."""
    try:
        name = open_bulletin(request.form.get("period", ""), make_unit(), current_actor())
    except InvalidInput as refused:
        return _list(dict(refused.errors)), 422
    except FiguresAway as refused:
        return _list({}, away=refused.code), 503
    return redirect(f"/bulletins/{name}?done=opened", code=303)


@blueprint.get("/<bulletin_id>")
@permission(Permission.SIGNED_IN)
def bulletin(bulletin_id: str) -> str:
    """One, as this person sees it."""
    return _page(bulletin_id, {}, {})


@blueprint.post("/<bulletin_id>/version")
@permission(Permission.SIGNED_IN)
def write(bulletin_id: str) -> BaseResponse | tuple[str, int]:
    """Keep the next version, and give it to the units where that button was pressed."""
    words, kept = request.form.get("words", ""), request.form.getlist("kept")
    try:
        command = WriteVersion(bulletin_id, request.form.get("seen", ""), kept, words)
        no = write_version(command, make_unit(), current_actor())
        if request.form.get("step") == "give":
            give_to_units(bulletin_id, str(no), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(bulletin_id, {"words": words}, dict(refused.errors)), 422
    done = "given" if request.form.get("step") == "give" else "kept"
    return redirect(f"/bulletins/{bulletin_id}?done={done}", code=303)


@blueprint.post("/<bulletin_id>/reply")
@permission(Permission.SIGNED_IN)
def reply(bulletin_id: str) -> BaseResponse | tuple[str, int]:
    """What a unit that is named says to it."""
    sent = {name: request.form.get(name, "") for name in ("seen", "unit_code", "reply")}
    try:
        command = ReplyToBulletin(bulletin_id, sent["seen"], sent["unit_code"], sent["reply"])
        reply_to_bulletin(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(bulletin_id, sent, dict(refused.errors)), 422
    return redirect(f"/bulletins/{bulletin_id}?done=answered", code=303)


@blueprint.post("/<bulletin_id>/decision")
@permission(Permission.SIGNED_IN)
def decide(bulletin_id: str) -> BaseResponse | tuple[str, int]:
    """Publish it or send it back."""
    sent = {name: request.form.get(name, "") for name in ("seen", "decision", "reason")}
    try:
        decide_bulletin(DecideBulletin(bulletin_id, **sent), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(bulletin_id, sent, dict(refused.errors)), 422
    done = "published" if sent["decision"] == BulletinDecision.PUBLISH else "returned"
    return redirect(f"/bulletins/{bulletin_id}?done={done}", code=303)


@blueprint.post("/<bulletin_id>/correction")
@permission(Permission.SIGNED_IN)
def correct(bulletin_id: str) -> BaseResponse | tuple[str, int]:
    """Write a published one anew; what is published stays until then."""
    sent = {"correction": request.form.get("correction", "")}
    try:
        correct_bulletin(bulletin_id, sent["correction"], make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(bulletin_id, sent, dict(refused.errors)), 422
    return redirect(f"/bulletins/{bulletin_id}?done=correcting", code=303)


@blueprint.get("/<bulletin_id>/<int:edition>/bulletin.pdf")
@permission(Permission.SIGNED_IN)
def sheet(bulletin_id: str, edition: int) -> Response:
    """An edition on paper, in Chinese."""
    speak_chinese()
    page = read_bulletin(bulletin_id, edition, make_unit(), current_actor())
    word, units = word_line(page.lines), word_units(page.replies)
    praise, problems = (
        tuple(word(line) for line in page.lines if line.side is side) for side in BulletinSide
    )
    said = tuple(f"{units(reply.unit_code)}：{reply.words}" for reply in page.replies)
    sections = (
        (gettext("Praise"), praise),
        (gettext("Problems"), problems),
        (gettext("What the units say"), said),
    )
    command = PrintBulletin(bulletin_id, edition, word_period(page.period), page.version.words, sections)
    content = print_bulletin(command, make_unit(), current_actor())
    return send_stream([content], f"bulletin-{bulletin_id}-{edition}.pdf", "application/pdf")


def _list(errors: Mapping[str, str], *, away: str = "") -> str:
    offered = [name for kind in KINDS for name in list_offered(kind, make_unit())]
    return render_template(
        "staff/bulletins.html",
        rows=list_bulletins(make_unit(), current_actor()),
        word_period=word_period,
        offered=[{"value": name, "label": word_period(period_named(name))} for name in offered],
        may_write=is_writer(current_actor()),
        values=request.form,
        errors=errors,
        away=away,
    )


def _page(bulletin_id: str, values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    no = read_number(request.args.get("edition", ""), 0, _MOST_EDITIONS)
    page = read_bulletin(bulletin_id, no, make_unit(), current_actor())
    kept = {line.key for line in page.lines}
    unit_name = word_units(page.replies, (*page.answers_for, *page.silent))
    return render_template(
        "staff/bulletin.html",
        page=page,
        period=word_period(page.period),
        word=word_line((*page.lines, *page.proposed)),
        unit_name=unit_name,
        silent="、".join(unit_name(code) for code in page.silent),
        marked=split_words(page.version.words, page.marks),
        kept=set(request.form.getlist("kept")) if "words" in values else kept,
        values={"words": page.version.words, **values},
        errors=errors,
        sides=tuple(BulletinSide),
        decisions=tuple(BulletinDecision),
        rules={"least": LEAST_OF, "wrong": LEAST_WRONG, "late": LATE_BELOW, "redone": REDONE_FROM},
        days=SAY_WORKDAYS,
        longest={"words": LONGEST_WORDS, "reply": LONGEST_REPLY, "reason": LONGEST_REASON},
        done=request.args.get("done", ""),
    )
