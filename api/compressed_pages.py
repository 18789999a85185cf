"""Pages on the wire: gzipped for who can read that, in a length that tells nothing of what stands in them."""

from __future__ import annotations

import gzip
import secrets
from io import BytesIO

from flask import Flask, Response, request

_TYPES = frozenset({"text/html", "application/json", "text/csv", "image/svg+xml"})
_SMALLEST = 1024  # bytes; less is one packet anyhow
_LEVEL = 6
# A length that differs by chance from answer to answer; more than the few bytes that a guess would save.
_MOST_PADDING = 96


def compress(response: Response) -> Response:
    """after_request hook. Never for a request that another site caused (BREACH), and never what is handed out in pieces."""
    if not _may_be_compressed(response):
        return response
    content = response.get_data()
    if len(content) < _SMALLEST:
        return response
    target = BytesIO()
    # The name in the head of the stream is read by nobody; its length is drawn anew each time.
    name = "x" * (1 + secrets.randbelow(_MOST_PADDING))
    with gzip.GzipFile(name, "wb", _LEVEL, target, mtime=0) as packed:
        packed.write(content)
    response.set_data(target.getvalue())
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


def _may_be_compressed(response: Response) -> bool:
    return (
        response.mimetype in _TYPES
        and not response.is_streamed
        and not response.direct_passthrough
        and "Content-Encoding" not in response.headers
        and response.status_code not in (204, 304)
        and request.accept_encodings.quality("gzip") > 0
        and request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
    )


def register_compression(app: Flask) -> None:
    """Bind the hook."""
    app.after_request(compress)
