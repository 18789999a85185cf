"""How a browser goes to the identity provider, and where it comes back to."""

from __future__ import annotations

from urllib.parse import urljoin

from flask import Response, make_response, render_template, url_for

from api.context import public_address


def back_address() -> str:
    """Where the provider sends the browser: one address, which the provider knows beforehand."""
    return office_address("provider.back")


def office_address(endpoint: str, *, notice: str | None = None) -> str:
    """An address of the office for the provider, under JIEBAN_PAGES_URL; without that under the host that the browser named."""
    return urljoin(public_address(), url_for(endpoint, notice=notice))


def to_provider(address: str) -> Response:
    """A page that leads there: the browser lets no form of ours end at another site (form-action of the content policy)."""
    response = make_response(render_template("auth/to_provider.html", address=address))
    response.headers["Refresh"] = f"0; url={address}"
    return response
