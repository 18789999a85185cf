"""The list of the post: numbers for many letters at once, what came back, what arrived."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.looks import note_cases
from api.readers_words import show_whole
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from models.clock.legal_time import parse_any_day
from models.ground.errors import Conflict, InvalidInput, NotFound, RuleRefused
from models.ground.look_codes import LookPurpose
from models.ground.ways import Way
from services.ports.press import EnvelopeSize
from services.post.list_letter import ListLetter, list_letter
from services.post.list_post import PostGroup, PostLine, SearchPost, list_post
from services.post.offer_letter import offer_letter
from services.post.print_for_post import PrintForPost, print_for_post
from services.post.record_fate import LONGEST_TEXT, Fate, RecordFate, record_fate
from services.post.record_posting import (
    LONGEST_REASON,
    MOST_AT_ONCE,
    PostedLetter,
    RecordPosting,
    field_of,
    reason_field_of,
    record_posting,
)
from services.views.page import Page

blueprint = Blueprint("staff_post", __name__)

# A field with the number of a letter, see `field_of`.
NUMBER = field_of("")
FILL = "fill"
DAY = re.compile(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


@blueprint.get("/post")
@permission(Permission.HANDLE)
def post() -> str:
    """What is to be posted; by group and number."""
    return _page()


@blueprint.post("/post")
@permission(Permission.HANDLE)
def numbers() -> BaseResponse | str | tuple[str, int]:
    """Record what was handed to the post, or fill pasted numbers in; faults come back at their fields with all that was typed."""
    typed = request.form.to_dict()
    if request.form.get("action") == FILL:
        return _fill(typed)
    try:
        command = RecordPosting(_read_letters(), _read_day("posted_on"))
        if not command.letters:
            raise InvalidInput({"letters": "NOTHING_TO_POST"})
        done = record_posting(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(_Sent(typed, refused.errors)), 422
    return _back("posted", str(done))


@blueprint.post("/post/papers")
@permission(Permission.HANDLE)
def papers() -> BaseResponse | tuple[str, int]:
    """Envelopes, or the list that goes along, of what is ticked; of all on the page where nothing is."""
    paper = request.form.get("paper", "")
    size = EnvelopeSize(paper) if paper in set(EnvelopeSize) else None
    chosen = request.form.getlist("chosen") or [
        line.told.id
        for line in list_post(_asked(), make_unit(), current_actor())
        if line.may_write and line.has_address
    ]
    try:
        made = print_for_post(PrintForPost(tuple(chosen), size), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(_Sent(request.form.to_dict(), refused.errors)), 422
    note_cases(made.cases, LookPurpose.POST)
    return send_stream([made.content], made.name, "application/pdf")


@blueprint.post("/post/<delivery_id>")
@permission(Permission.HANDLE)
def fate(delivery_id: str) -> BaseResponse | tuple[str, int]:
    """It came back, it arrived, or it is not posted; without day or reason the page comes back with the field marked."""
    told = request.form.get("fate", "")
    if told not in set(Fate):
        raise NotFound
    version = int(sent) if (sent := request.form.get("version", "")).isdecimal() else 0
    try:
        command = RecordFate(delivery_id, Fate(told), version, _read_day("day"), request.form.get("text", ""))
        record_fate(command, make_unit(), current_actor())
    except InvalidInput as refused:
        at_fields = {f"{field}-{told}-{delivery_id}": code for field, code in refused.errors.items()}
        return _page(_Sent(request.form.to_dict(), at_fields, f"{told}-{delivery_id}")), 422
    except RuleRefused as refused:
        at_field = {f"text-{told}-{delivery_id}": refused.code}
        return _page(_Sent(request.form.to_dict(), at_field, f"{told}-{delivery_id}")), 422
    except Conflict:
        return _page(done="moved_on"), 409
    return _back(told)


@blueprint.get("/letters/<letter_id>/post")
@permission(Permission.HANDLE)
def letter(letter_id: str) -> str:
    """How a frozen letter left so far, and the form that puts it on the list."""
    return _letter_page(letter_id)


@blueprint.post("/letters/<letter_id>/post")
@permission(Permission.HANDLE)
def list_one(letter_id: str) -> BaseResponse | tuple[str, int]:
    """Put it on the list."""
    way = request.form.get("way", "")
    name, address = request.form.get("to_name", ""), request.form.get("to_address", "")
    instead_of = request.form.get("instead_of", "")
    chosen = Way(way) if way in set(Way) else Way.QUERY_CODE
    command = ListLetter(letter_id, chosen, name, address, instead_of)
    try:
        complaint_id = list_letter(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _letter_page(letter_id, request.form.to_dict(), refused.errors), 422
    except Conflict:
        return _letter_page(letter_id, done="already_listed"), 409
    return redirect(url_for("staff_letters.letters", complaint_id=complaint_id, done="listed"), code=303)


def _letter_page(
    letter_id: str,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    done: str = "",
) -> str:
    offered = offer_letter(letter_id, make_unit(), current_actor())
    # To whom it goes would be cut, and sent back cut.
    show_whole()
    # A choice forgotten leaves a debt that is seen, one made for the clerk hides one: `instead_of` is empty.
    values = typed or {"to_name": offered.addressee, "way": Way.REGISTERED_LETTER}
    return render_template(
        "staff/letter_post.html", offered=offered, values=values, errors=errors or {}, done=done
    )


def _read_letters() -> tuple[PostedLetter, ...]:
    """Those with a number, and plain ones that are ticked, with why they are posted where that is asked."""
    typed = {
        name.removeprefix(NUMBER): text for name, text in request.form.items() if name.startswith(NUMBER)
    }
    ticked = dict.fromkeys(request.form.getlist("posted"), "")
    chosen = ticked | {delivery_id: text for delivery_id, text in typed.items() if text.strip()}
    return tuple(
        PostedLetter(delivery_id, number, request.form.get(reason_field_of(delivery_id), ""))
        for delivery_id, number in chosen.items()
    )[:MOST_AT_ONCE]


def _read_day(field: str) -> date | None:
    told = request.form.get(field, "").strip()
    try:
        if told and not DAY.match(told):
            raise ValueError(field)
        return parse_any_day(told) if told else None
    except ValueError as not_a_day:
        raise InvalidInput({field: "NOT_A_DATE"}) from not_a_day


def _fill(typed: dict[str, str]) -> str | tuple[str, int]:
    """The pasted numbers, a line each, in the empty fields in their order; nothing is recorded yet."""
    pasted = [line.strip() for line in typed.get("pasted", "").splitlines() if line.strip()]
    lines = list_post(_asked(), make_unit(), current_actor())
    empty = [field for line in lines if (field := _field_to_fill(line, typed))]
    if not pasted or len(pasted) > len(empty):
        code = "MORE_THAN_LETTERS" if pasted else "REQUIRED"
        return _page(_Sent(typed, {"pasted": code})), 422
    filled = typed | dict(zip(empty, pasted, strict=False)) | {"pasted": ""}
    return _page(_Sent(filled), "filled", lines)


def _field_to_fill(line: PostLine, typed: Mapping[str, str]) -> str | None:
    field = field_of(line.told.id)
    return field if line.told.needs_number and line.may_write and not typed.get(field, "").strip() else None


def _asked() -> SearchPost:
    group = request.args.get("group", "")
    return SearchPost(
        group=PostGroup(group) if group in set(PostGroup) else PostGroup.TO_POST,
        text=request.args.get("q", "")[:40],
        page=int(page) if (page := request.args.get("page", "1")).isdecimal() else 1,
    )


def _back(done: str, number: str = "") -> BaseResponse:
    """To the same list."""
    asked = {name: told for name in ("group", "q") if (told := request.args.get(name, ""))}
    return redirect(f"/post?{urlencode({**asked, 'done': done, 'n': number})}", code=303)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a form said and what is wrong with it; `open_row` is the form of a row that was sent."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    open_row: str = ""


def _page(sent: _Sent | None = None, done: str = "", lines: Page[PostLine] | None = None) -> str:
    asked, sent = _asked(), sent or _Sent()
    shown = lines if lines is not None else list_post(asked, make_unit(), current_actor())
    again = urlencode({"group": asked.group, "page": shown.number, "q": asked.text})
    return render_template(
        "staff/post.html",
        lines=shown,
        asked=asked,
        again=again,
        groups=list(PostGroup),
        typed=sent.typed,
        ticked=request.form.getlist("posted"),
        chosen=request.form.getlist("chosen"),
        sizes=list(EnvelopeSize),
        errors=sent.errors,
        open_row=sent.open_row,
        done=done or request.args.get("done", ""),
        longest_text=LONGEST_TEXT,
        longest_reason=LONGEST_REASON,
    )
