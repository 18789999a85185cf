"""Built browser files: hashed names by manifest, served by WhiteNoise for a year."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

UI_FOLDER = Path(__file__).parent / "static" / "ui"


class UiNotBuilt(Exception):
    """The browser files are missing: run `make setup`. (网页资源尚未构建，请运行 make setup。)"""


@cache
def _manifest() -> dict[str, str]:
    try:
        names: dict[str, str] = json.loads((UI_FOLDER / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UiNotBuilt(str(UI_FOLDER)) from error
    return names


def ui(name: str) -> str:
    """The address of a built file, e.g. `ui('form.js')`."""
    return f"/static/ui/{_manifest()[name]}"


def serve_static(app: Flask) -> None:
    """Serve the built files before the application sees the request."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # the documented way to wrap a Flask application
        app.wsgi_app,
        root=str(UI_FOLDER),
        prefix="static/ui/",
        immutable_file_test=lambda _path, _url: True,
    )
    app.jinja_env.globals["ui"] = ui
