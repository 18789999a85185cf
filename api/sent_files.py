"""Files of an answer: their headers carry a name in any script, their content is read when the server has taken the headers."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from flask import Response, send_file

from api.security.headers import allow_download_sandbox
from services.evidence.open_evidence import OpenedEvidence


def send_stream(
    content: Iterable[bytes], name: str, media_type: str, *, as_attachment: bool = True
) -> Response:
    """An answer of unknown length under a name, for saving unless told otherwise."""
    # For its headers alone: a header by hand holds Latin-1, a name holds what people type.
    response = send_file(
        BytesIO(),
        mimetype=media_type,
        as_attachment=as_attachment,
        download_name=name,
        conditional=False,
        etag=False,
    )
    response.response = content
    response.headers.remove("Content-Length")
    response.headers["Cache-Control"] = "no-store"
    return response


def send_evidence(opened: OpenedEvidence, *, as_attachment: bool) -> Response:
    """A file as somebody handed it in, or its redrawn copy; that it is asked for goes on the trail with its content."""
    allow_download_sandbox()
    response = send_stream(opened.hand_out(), opened.name, opened.media_type, as_attachment=as_attachment)
    response.content_length = opened.size
    return response
