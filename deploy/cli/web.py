"""`jieban web`: pages and API under gunicorn."""

from __future__ import annotations

import click

from deploy.read_code import reading_code
from deploy.settings import load_settings


@click.command()
def web() -> None:
    """Serve the pages / 运行网页服务。"""
    settings = load_settings()
    # Read before the server forks its processes: once for all of them, and for those that come after one that died.
    with reading_code():
        import api.app  # noqa: F401 - only read, not called by name
        from deploy.web_server import serve_web

    serve_web(settings)
