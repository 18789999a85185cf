"""Whether a request carries a file: however small it is, working on it may take long (a picture is drawn anew)."""

from __future__ import annotations

import re

from deploy.door.application import Environ

# What a browser sends for a field of a form in which no file was chosen.
_NO_FILE = re.compile(rb'filename=""(\r\ncontent-type:[^\r\n]*)?\r\n\r\n\r\n--')


def carries_file(environ: Environ) -> bool:
    """True for a multipart body with a file in it; a text that only speaks of a `filename` counts too."""
    if not environ.get("CONTENT_TYPE", "").strip().lower().startswith("multipart/"):
        return False
    body = environ["wsgi.input"]
    content = body.read().lower()
    body.seek(0)
    return b"filename" in _NO_FILE.sub(b"", content)
