"""Addresses of the other pages of a list: what was chosen stays in them."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, request

from api.i18n import language
from api.view_mode import LARGE, NORMAL, register_view_mode, view_mode

# What tells of the step before stands on the first page only.
_ONCE = frozenset({"submitted", "taken"})


def page_url(number: int) -> str:
    """The address of this list at page `number`, with its filters."""
    chosen = [(name, value) for name, value in request.args.items(multi=True) if name not in {"page", *_ONCE}]
    return f"{request.path}?{urlencode([*chosen, ('page', number)])}"


def language_url() -> str:
    """This address in the other language, with what was chosen in it."""
    other = "en" if language() == "zh" else "zh"
    chosen = [(name, value) for name, value in request.args.items(multi=True) if name not in {"lang", *_ONCE}]
    return f"{request.path}?{urlencode([*chosen, ('lang', other)])}"


def view_url() -> str:
    """This address in the other version (for older people, or the usual one); of an answer to a form, the first page.

    On that the script changes the version in its place, so that nothing shown once is lost.
    """
    other = NORMAL if view_mode() == LARGE else LARGE
    if request.method != "GET":
        return f"/?{urlencode([('view', other)])}"
    chosen = [(name, value) for name, value in request.args.items(multi=True) if name not in {"view", *_ONCE}]
    return f"{request.path}?{urlencode([*chosen, ('view', other)])}"


def register_page_links(app: Flask) -> None:
    """Give the templates the addresses, and the version of the pages that one of them changes."""
    register_view_mode(app)
    app.jinja_env.globals.update(page_url=page_url, language_url=language_url, view_url=view_url)
