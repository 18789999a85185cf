"""How a browser goes to the identity provider, and where it comes back to."""

from __future__ import annotations

from flask import Response, make_response, render_template, url_for


def back_address() -> str:
    """Where the provider sends the browser: one address, which the provider knows beforehand."""
    return url_for("provider.back", _external=True)


def to_provider(address: str) -> Response:
    """A page that leads there: the browser lets no form of ours end at another site (form-action of the content policy)."""
    response = make_response(render_template("auth/to_provider.html", address=address))
    response.headers["Refresh"] = f"0; url={address}"
    return response
