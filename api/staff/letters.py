"""The letters of a case: what may be frozen, the page that words one, and the PDFs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO

from flask import Blueprint, Response, redirect, render_template, request, send_file
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit, public_address
from api.frame_unit import frame_unit
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.staff.case_page import render_section
from api.staff.case_sections import LETTERS
from api.staff.typed_marks import at_places, list_marks, read_marks
from models.ground.errors import InvalidInput
from services.access.case_writers import may_write
from services.beside.sheets.settle_leaving import PATH
from services.letters.approval_rights import is_to_be_asked
from services.letters.freeze_letter import FreezeLetter, freeze_letter
from services.letters.get_draft import GetDraft, get_draft
from services.letters.letter_rows import map_deliveries
from services.letters.list_letters import leads_a_group, list_frozen, list_proposed
from services.letters.open_letter import LetterPage, PreviewLetter, draw_draft, open_letter, preview_letter
from services.letters.record_rights import may_see_listed
from services.letters.register import SearchLetters, list_register
from services.letters.submit_letter import submit_letter
from services.letters.word_letter import WordLetter, word_letter

blueprint = Blueprint("staff_letters", __name__)

# Of the fields of a page: the words of a block stand behind this.
BLOCK = "block-"
FREEZE, SUBMIT = "freeze", "submit"
# Its form among those that have marks.
OF_LETTER = "letter"
YEAR = re.compile(r"\A20[0-9]{2}\Z")


@blueprint.get("/letters")
@permission(Permission.HANDLE)
def register() -> str:
    """Every letter that is frozen, the newest first, by number, kind and year."""
    year = request.args.get("year", "")
    asked = SearchLetters(
        text=request.args.get("q", "")[:80],
        kind=request.args.get("kind", ""),
        year=int(year) if YEAR.match(year) else None,
        page=int(page) if (page := request.args.get("page", "1")).isdecimal() else 1,
    )
    found = list_register(asked, make_unit(), current_actor())
    return render_template("staff/letter_register.html", register=found, asked=asked)


@blueprint.get("/cases/<complaint_id>/letters")
@permission(Permission.HANDLE)
def letters(complaint_id: str) -> str:
    """What may be frozen now, and what is."""
    shown = {"list_proposed": list_proposed, "list_frozen": list_frozen, "may_write": may_write}
    return render_section(
        complaint_id,
        LETTERS,
        **shown,
        may_see=may_see_listed,
        may_approve=is_to_be_asked,
        leads_a_group=leads_a_group,
        map_deliveries=map_deliveries,
    )


@blueprint.get("/cases/<complaint_id>/letters/<kind>/<subject>")
@permission(Permission.HANDLE)
def letter(complaint_id: str, kind: str, subject: str) -> str:
    """The draft of a letter: how it looks, and its words to change."""
    return _draft_page(GetDraft(complaint_id, kind, subject))


@blueprint.post("/cases/<complaint_id>/letters/<kind>/<subject>")
@permission(Permission.HANDLE)
def change(complaint_id: str, kind: str, subject: str) -> BaseResponse | tuple[str, int]:
    """Keep the words, submit or freeze the letter with them; faults come back at their fields with what was typed."""
    words = {name.removeprefix(BLOCK): text for name, text in request.form.items() if name.startswith(BLOCK)}
    version = int(sent) if (sent := request.form.get("version", "")).isdecimal() else 0
    at = f"/cases/{complaint_id}/letters"
    try:
        if request.form.get("action") == FREEZE:
            frozen = FreezeLetter(complaint_id, kind, subject, words, version, public_address(), read_marks())
            freeze_letter(frozen, make_unit(), current_actor())
            return redirect(f"{at}?done=frozen", code=303)
        worded = WordLetter(complaint_id, kind, subject, words, version, read_marks())
        done = _submit(worded) if request.form.get("action") == SUBMIT else _word(worded)
    except InvalidInput as refused:
        return _draft_page(GetDraft(complaint_id, kind, subject), words, refused), 422
    return redirect(f"{at}/{kind}/{subject}?done={done}", code=303)


def _submit(worded: WordLetter) -> str:
    submit_letter(worded, make_unit(), current_actor())
    return "submitted"


def _word(worded: WordLetter) -> str:
    return "taken_back" if word_letter(worded, make_unit(), current_actor()) else "worded"


@blueprint.get("/cases/<complaint_id>/letters/<kind>/<subject>/preview")
@permission(Permission.HANDLE)
def preview(complaint_id: str, kind: str, subject: str) -> Response:
    """The draft as a PDF, without a number."""
    command = PreviewLetter(complaint_id, kind, subject, public_address())
    return _send(preview_letter(command, make_unit(), current_actor()))


@blueprint.get("/cases/<complaint_id>/letters/<kind>/<subject>/pages/<int:number>")
@permission(Permission.HANDLE)
def draft_page(complaint_id: str, kind: str, subject: str, number: int) -> Response:
    """A page of the draft, drawn."""
    command = PreviewLetter(complaint_id, kind, subject, public_address())
    drawn = draw_draft(command, number, make_unit(), current_actor())
    response = send_file(BytesIO(drawn), mimetype="image/png", conditional=False, etag=False)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/letters/<letter_id>")
@permission(Permission.HANDLE)
def frozen(letter_id: str) -> Response:
    """A frozen letter as a PDF."""
    return _send(open_letter(letter_id, make_unit(), current_actor()))


def _send(page: LetterPage) -> Response:
    return send_stream([page.content], page.name, "application/pdf")


def _draft_page(
    command: GetDraft, typed: Mapping[str, str] | None = None, refused: InvalidInput | None = None
) -> str:
    draft = get_draft(command, frame_unit(), current_actor())
    errors = {} if refused is None else dict(refused.errors)
    of_marks = {path: errors.pop(path) for path in list(errors) if path.startswith(PATH)}
    at_fields = {name if name == "version" else f"{BLOCK}{name}": code for name, code in errors.items()}
    return render_section(
        command.complaint_id,
        LETTERS,
        draft=draft,
        typed=dict(typed or {}),
        errors=at_fields | at_places(OF_LETTER, of_marks),
        marks=None if refused is None else list_marks(OF_LETTER, refused),
    )
