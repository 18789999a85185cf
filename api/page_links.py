"""Addresses of the other pages of a list: what was chosen stays in them."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, request

# What tells of the step before stands on the first page only.
_ONCE = frozenset({"submitted", "taken"})


def page_url(number: int) -> str:
    """The address of this list at page `number`, with its filters."""
    chosen = [(name, value) for name, value in request.args.items(multi=True) if name not in {"page", *_ONCE}]
    return f"{request.path}?{urlencode([*chosen, ('page', number)])}"


def register_page_links(app: Flask) -> None:
    """Give the templates `page_url`."""
    app.jinja_env.globals["page_url"] = page_url
