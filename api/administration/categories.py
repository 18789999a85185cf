"""`/administration/categories`: the kinds of complaints and the words by which they are suggested, previewed before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import Conflict, InvalidInput
from services.office.change_category_words import (
    LONGEST,
    LONGEST_REASON,
    SHORTEST,
    ChangeCategoryWords,
    change_category_words,
    split_words,
)
from services.views.suggested_kinds import SuggestedKind, get_kind, list_kinds
from services.views.words_preview import WordsPreview, preview_words

blueprint = Blueprint("administration_categories", __name__, url_prefix="/administration/categories")

FIELDS = ("words", "replaces", "reason")


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a form came back with."""

    values: Mapping[str, str]
    preview: WordsPreview | None = None
    refused: InvalidInput | Conflict | None = None
    # Sent with other words than those that were previewed.
    is_anew: bool = False


@dataclass(frozen=True, slots=True)
class _Fault:
    """`about`: the words that are at fault."""

    code: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    about: tuple[str, ...] = ()


@blueprint.get("")
@permission(Permission.ADMINISTER)
def categories() -> str:
    """Every kind with the number of its cases, its words and those before."""
    return render_template(
        "administration/categories.html",
        kinds=list_kinds(make_unit(), current_actor()),
        changed=request.args.get("changed", ""),
    )


@blueprint.get("/<category>")
@permission(Permission.ADMINISTER)
def category(category: str) -> str:
    """The form with the words in force; `again` with an earlier wording."""
    kind = get_kind(category, make_unit(), current_actor())
    known = [row for row in (kind.now, *kind.earlier) if row is not None]
    again = next((row for row in known if str(row.id) == request.args.get("again")), known[0])
    return _page(kind, _Shown({"words": "\n".join(again.words)}))


@blueprint.post("/<category>")
@permission(Permission.ADMINISTER)
def change(category: str) -> BaseResponse | tuple[str, int] | str:
    """Show what the words would do, or change them once that was seen; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in FIELDS}
    command = ChangeCategoryWords(category, **values)
    is_seen = split_words(request.form.get("previewed", "")) == split_words(values["words"])
    is_confirmed = request.form.get("go") == "confirm"
    shown = None
    try:
        if not (is_confirmed and is_seen):
            shown = _Shown(values, preview_words(command, make_unit(), current_actor()), is_anew=is_confirmed)
        else:
            change_category_words(command, make_unit(), current_actor())
    except Conflict as refused:
        shown = _Shown(values, refused=refused)
        return _page(get_kind(category, make_unit(), current_actor()), shown), 409
    except InvalidInput as refused:
        preview = None
        if "words" not in refused.errors:
            preview = preview_words(command, make_unit(), current_actor())
        shown = _Shown(values, preview, refused)
        return _page(get_kind(category, make_unit(), current_actor()), shown), 422
    if shown is not None:
        return _page(get_kind(category, make_unit(), current_actor()), shown)
    return redirect(url_for("administration_categories.categories", changed=category), code=303)


def _page(kind: SuggestedKind, shown: _Shown) -> str:
    return render_template(
        "administration/category.html",
        kind=kind,
        values=shown.values,
        preview=shown.preview,
        fault=_fault_of(shown.refused),
        is_anew=shown.is_anew,
        shortest=SHORTEST,
        longest=LONGEST,
        longest_reason=LONGEST_REASON,
    )


def _fault_of(refused: InvalidInput | Conflict | None) -> _Fault:
    if refused is None:
        return _Fault()
    if isinstance(refused, Conflict):
        return _Fault(refused.code)
    about = refused.facts.get("words", {}).get("words", ())
    return _Fault(errors=refused.errors, about=tuple(map(str, about)) if isinstance(about, list) else ())
