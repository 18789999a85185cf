"""Headers of every answer: no inline code, no foreign content, no caching of pages with a case."""

from __future__ import annotations

from flask import Response, g

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "img-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'"
)

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}


def allow_download_sandbox() -> None:
    """For an answer that hands out an uploaded file: it may run and load nothing."""
    g.content_security_policy = "sandbox; default-src 'none'"


def add_headers(response: Response) -> Response:
    """after_request hook."""
    for name, value in FIXED.items():
        response.headers[name] = value
    response.headers["Content-Security-Policy"] = g.get("content_security_policy", CONTENT_SECURITY_POLICY)
    response.headers.setdefault("Cache-Control", "no-store")
    if g.get("is_secure", False):
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response
