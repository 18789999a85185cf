"""Words of a case as its reader may read them: who complained is cut out of every page and answer for who does not work on it.

Decided in services/access/whole_words.py, cut here and nowhere else: in each value that a page prints and each that an answer in
JSON holds, so that a new page of a case is cut without saying so (ADR 0331).
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, cast

from flask import Flask, g, has_request_context, request
from flask.json.provider import DefaultJSONProvider
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from api.context import current_actor, current_session
from api.frame_unit import frame_unit
from models.ground.codes import Role
from models.ground.errors import Conflict, OutsideUnavailable
from services.casefile.named_cases import PARTS_OF_A_CASE
from services.identity.cut_identity import CUT
from services.identity.readers_cut import ReadersCut
from services.views.words_for_reader import find_words_of_case

# What was cut would be sent back in place of what was told.
WORDS_CUT = "WORDS_CUT"


def register_readers_words(app: Flask) -> None:
    """Bind what writes JSON, before anything asks for the templates, which keep it, and what they print by."""
    app.json = _ReadersJson(app)
    app.jinja_env.finalize = _finalize


def find_case_shown() -> str | None:
    """The case of this address, where its words were asked for already."""
    return cast(str | None, g.get("case_of_words"))


def show_whole() -> None:
    """For a page that hands out the identity, for a purpose that goes on record, and one on which somebody decides."""
    g.readers_cut = None


def show_to_who_decides(*, may_take: bool) -> None:
    """On the form of an act: an approver decides by it, where he may take it now, and sees what he decides on."""
    if may_take and Role.APPROVER in current_actor().roles:
        show_whole()


def _readers_cut() -> ReadersCut | None:
    """Asked when the first value of a case is printed, after whatever the request wrote."""
    if "readers_cut" not in g:
        g.readers_cut = None
        named = request.view_args or {}
        if current_session() is not None and named.keys() & PARTS_OF_A_CASE:
            # The page that says that it is away has no words of a case, and is shown all the same.
            with suppress(OutsideUnavailable):
                found = find_words_of_case(named, frame_unit(), current_actor())
                if found is not None:
                    g.readers_cut, g.case_of_words = found.cut, found.complaint_id
    return cast(ReadersCut | None, g.readers_cut)


@pass_context
def _finalize(_context: Context, value: object) -> object:
    return cut_for_reader(value) if isinstance(value, str) and has_request_context() else value


def cut_for_reader(text: str) -> str:
    """The text, or markup, as the reader of this request may read it."""
    found = _readers_cut() if len(text) > 1 else None
    # What has tags was put together of values that were cut when each was printed; a cut through a tag would break it.
    if found is None or (isinstance(text, Markup) and ("<" in text or '"' in text)):
        return text
    cut = found.cut(str(text))
    if cut == text:
        return text
    return Markup(cut) if isinstance(text, Markup) else cut  # noqa: S704 - what was markup is, less some of its words


class _ReadersJson(DefaultJSONProvider):
    """What programs and forms are given."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """As ever, of what the reader may read."""
        if has_request_context() and _readers_cut() is not None:
            obj = _cut_inside(obj)
        return super().dumps(obj, **kwargs)


def _cut_inside(value: Any) -> Any:
    if isinstance(value, str):
        return cut_for_reader(value)
    if isinstance(value, dict):
        return {key: _cut_inside(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cut_inside(inner) for inner in value]
    return value


def refuse_cut_words(sent: Iterable[str]) -> None:
    """Conflict(WORDS_CUT) where somebody would write into the file what was cut for him: what was told stays as it is."""
    if _readers_cut() is not None and any(CUT in text for text in sent):
        raise Conflict(code=WORDS_CUT)
    # What the request writes now makes its reader one who acted in the case.
    g.pop("readers_cut", None)
